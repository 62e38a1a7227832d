using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace RecordsManager.Web.Hosting;

/// <summary>
/// What a script imports, as the scripts themselves say it: a page that names all of it has the browser ask for it at once, and not for
/// each level of imports after it has read the one above.
/// </summary>
public sealed partial class ModuleGraph(IWebHostEnvironment host)
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _found = new();

    /// <param name="script">Its address, from the root.</param>
    /// <returns>Addresses, without the script's own.</returns>
    public IReadOnlyList<string> ImportsOf(string script) => _found.GetOrAdd(script, Find);

    private List<string> Find(string script)
    {
        List<string> found = [script];
        for (var at = 0; at < found.Count; at++)
        {
            using var reader = new StreamReader(host.WebRootFileProvider.GetFileInfo(found[at]).CreateReadStream());
            var from = new Uri("http://here" + found[at]);
            found.AddRange(Import().Matches(reader.ReadToEnd()).Select(import => new Uri(from, import.Groups["address"].Value).AbsolutePath).Except(found).ToList());
        }

        return found[1..];
    }

    [GeneratedRegex("^import [^;]*'(?<address>\\.{1,2}/[^']+)';", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Import();
}
