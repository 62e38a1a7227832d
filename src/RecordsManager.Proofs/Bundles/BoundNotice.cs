namespace RecordsManager.Proofs.Bundles;

/// <summary>
/// A notice in form 2 (docs/adr/0018): a head of four lines, then sections, each after an empty line: title and body, and a part
/// for each purpose that has words, led by <c>part: purpose</c>; last, led by <c>spoken:</c>, what is read out on the telephone.
/// </summary>
internal sealed record BoundNotice(string Language, string Version, string Purposes)
{
    private const string Mark = "records-notice 2";

    public static bool Claims(string text) => text.StartsWith(Mark + "\n", StringComparison.Ordinal);

    /// <returns>Null where the text does not have this form.</returns>
    public static BoundNotice? Read(string text)
    {
        var sections = text.Split("\n\n");
        var head = sections[0].Split('\n');
        if (head.Length != 4 || head[0] != Mark || sections.Length < 2
            || Value(head[1], "language: ") is not { } language || Value(head[2], "version: ") is not { } version || Value(head[3], "purposes: ") is not { } purposes)
        {
            return null;
        }

        // The words of a purpose that was not asked for were not shown, and none is shown twice.
        var written = sections.Length > 2 && sections[^1].StartsWith("spoken:\n", StringComparison.Ordinal) ? sections[2..^1] : sections[2..];
        var parts = written.Select(section => Value(section.Split('\n')[0], "part: ")).ToList();
        var asked = purposes.Split(' ');
        return parts.TrueForAll(part => asked.Contains(part, StringComparer.Ordinal)) && parts.Distinct(StringComparer.Ordinal).Count() == parts.Count
            ? new BoundNotice(language, version, purposes)
            : null;
    }

    private static string? Value(string line, string name) => line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..] : null;
}
