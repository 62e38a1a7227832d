using System.Collections.Concurrent;
using RecordsManager.Domain.Consent;
using RecordsManager.Rules;

namespace RecordsManager.Application.Consent;

/// <summary>Rule packs as they were read, by the hash of their text: one is 0.3 MB of JSON, and what it says never changes.</summary>
public sealed class RuleShelf
{
    private readonly ConcurrentDictionary<string, RulePack> _read = new(StringComparer.Ordinal);

    public RuleShelf() => _read[ShippedSha256] = Shipped;

    public RulePack Shipped { get; } = BuiltInRulePack.Load();

    public string ShippedSha256 { get; } = InstalledRulePack.HashOf(BuiltInRulePack.Document);

    /// <param name="document">Asked for where it was not read yet.</param>
    public async Task<RulePack> Get(string sha256, Func<Task<string>> document) =>
        _read.TryGetValue(sha256, out var pack) ? pack : _read.GetOrAdd(sha256, RulePackReader.Read(await document()));
}
