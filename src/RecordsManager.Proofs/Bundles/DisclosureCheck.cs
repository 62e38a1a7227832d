using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RecordsManager.Proofs.Bundles;

/// <summary>
/// A disclosure: for entries of a ledger the personal values and the salt, one canonical JSON object a line, in the order of
/// the entries. It is personal data and no part of a bundle; against a bundle it is checked line by line.
/// </summary>
public static class Disclosure
{
    public const string Format = "records-manager.disclosure/1";

    /// <summary>The first line: which ledger it speaks of.</summary>
    public static byte[] Head(string origin) => Line(new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = Format, ["origin"] = origin });

    /// <param name="canonicalPersonal">Canonical JSON of the entry's personal values.</param>
    public static byte[] Line(long index, ReadOnlySpan<byte> canonicalPersonal, ReadOnlySpan<byte> salt) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"payload\":{Encoding.UTF8.GetString(canonicalPersonal)},\"q\":{index},\"salt\":\"{System.Buffers.Text.Base64Url.EncodeToString(salt)}\"}}\n"));

    private static byte[] Line(IReadOnlyDictionary<string, string> members) => [.. CanonicalJson.Of(members), (byte)'\n'];
}

/// <summary>Walks along a disclosure while the entries pass by.</summary>
internal sealed class DisclosureCheck : IDisposable
{
    private const string Part = "disclosure";

    private readonly StreamReader _lines;
    private readonly BundleFaults _faults;
    private long _line;
    private (long Index, byte[] Payload, byte[] Salt)? _next;

    public DisclosureCheck(Stream file, string origin, BundleFaults faults)
    {
        _lines = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false);
        _faults = faults;
        var head = Encoding.UTF8.GetString(Disclosure.Head(origin)).TrimEnd('\n');
        if (NextLine() != head)
        {
            Fault("disclosure.form", "The disclosure does not begin as one of this ledger begins.", null);
        }

        Advance();
    }

    /// <summary>Entries whose personal values are what they were when they were written.</summary>
    public long Checked { get; private set; }

    public void Compare(Leaf leaf)
    {
        while (_next is { } passed && passed.Index < leaf.Index)
        {
            Fault("disclosure.entry-missing", "The bundle has no such entry.", passed.Index);
            Advance();
        }

        if (_next is { } given && given.Index == leaf.Index)
        {
            if (given.Salt.Length == Commitment.SaltLength && Commitment.Of(given.Salt, given.Payload) == leaf.Commitment)
            {
                Checked++;
            }
            else
            {
                Fault("disclosure.commitment", "These are not the personal values that the entry commits to.", leaf.Index);
            }

            Advance();
        }
    }

    public void Finish()
    {
        while (_next is { } left)
        {
            Fault("disclosure.entry-missing", "The bundle has no such entry.", left.Index);
            Advance();
        }
    }

    public void Dispose() => _lines.Dispose();

    private void Advance()
    {
        var last = _next?.Index ?? -1;
        _next = null;
        while (NextLine() is { } text)
        {
            if (Read(text) is not { } read)
            {
                Fault("disclosure.form", "The line is not one of a disclosure.", null);
                continue;
            }

            if (read.Index <= last)
            {
                Fault("disclosure.order", "The line does not follow the one before it.", read.Index);
                continue;
            }

            _next = read;
            return;
        }
    }

    private static (long Index, byte[] Payload, byte[] Salt)? Read(string text)
    {
        try
        {
            using var document = CanonicalJson.Read(Encoding.UTF8.GetBytes(text));
            var line = document.RootElement;
            var payload = CanonicalJson.Of(line.GetProperty("payload"));
            var salt = Base64Strict.Url(line.GetProperty("salt").GetString() ?? "", "The salt");
            var index = line.GetProperty("q").GetInt64();
            return Encoding.UTF8.GetString(Disclosure.Line(index, payload, salt)).TrimEnd('\n') == text ? (index, payload, salt) : null;
        }
        catch (Exception broken) when (broken is ProofFormatException or KeyNotFoundException or InvalidOperationException or FormatException or JsonException)
        {
            return null;
        }
    }

    private string? NextLine()
    {
        try
        {
            _line++;
            return _lines.ReadLine();
        }
        catch (DecoderFallbackException)
        {
            Fault("disclosure.form", "The disclosure is not UTF-8.", null);
            return null;
        }
    }

    private void Fault(string code, string message, long? entry) => _faults.Add(Part, code, message, _line, entry);
}
