using System.Globalization;

namespace RecordsManager.Storage.Keys;

/// <summary>How an HSM and a KMS call an organization's epoch: what they know by a name, as key files are known by their paths.</summary>
internal static class EpochName
{
    private const string Prefix = "epoch-";

    internal static string Write(int epoch) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{epoch:D6}");

    /// <summary>0 when it is no name of an epoch.</summary>
    internal static int Read(ReadOnlySpan<char> name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && int.TryParse(name[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) && name.SequenceEqual(Write(epoch))
            ? epoch
            : 0;
}
