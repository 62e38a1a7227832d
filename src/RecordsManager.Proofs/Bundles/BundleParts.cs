using System.Globalization;

namespace RecordsManager.Proofs.Bundles;

/// <summary>The names of a bundle's parts; there are no others.</summary>
public static class BundleParts
{
    public const string Manifest = "manifest.json";
    public const string Signature = "manifest.note";
    public const string Readme = "README.txt";
    public const string Keys = "keys";
    public const string Checkpoint = "checkpoint";
    public const string Entries = "entries.jsonl";
    public const string NoticeIndex = "notices/index.jsonl";

    private const string History = "checkpoints/";
    private const string Notices = "notices/";
    private const string Proofs = "proofs/";
    private const string NoticeEnd = ".txt";
    private const string ProofEnd = ".tlog-proof";

    /// <param name="sha256">Of the notice: title, line feed, text. The file holds exactly these bytes.</param>
    public static string Notice(string sha256) => Notices + sha256 + NoticeEnd;

    public static string Earlier(long size) => History + size.ToString(CultureInfo.InvariantCulture);

    public static string Proof(long index) => Proofs + index.ToString(CultureInfo.InvariantCulture) + ProofEnd;

    public static bool IsEarlier(string name, out long size) => IsNumbered(name, History, "", out size);

    public static bool IsProof(string name, out long index) => IsNumbered(name, Proofs, ProofEnd, out index);

    public static bool IsNotice(string name, out string sha256)
    {
        sha256 = name.StartsWith(Notices, StringComparison.Ordinal) && name.EndsWith(NoticeEnd, StringComparison.Ordinal) && name.Length == Notices.Length + 64 + NoticeEnd.Length
            ? name.Substring(Notices.Length, 64)
            : "";
        return sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower);
    }

    public static bool IsKnown(string name) =>
        name is Manifest or Signature or Readme or Keys or Checkpoint or Entries or NoticeIndex || IsEarlier(name, out _) || IsProof(name, out _) || IsNotice(name, out _);

    private static bool IsNumbered(string name, string start, string end, out long number)
    {
        number = -1;
        return name.StartsWith(start, StringComparison.Ordinal) && name.EndsWith(end, StringComparison.Ordinal) && name.Length > start.Length + end.Length
            && long.TryParse(name.AsSpan(start.Length, name.Length - start.Length - end.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && name == start + number.ToString(CultureInfo.InvariantCulture) + end;
    }
}
