using System.Text;
using System.Text.Json;

namespace RecordsManager.Proofs.Bundles;

/// <param name="Asked">The purposes of which the entry says that they were asked for, with spaces between; null where it says nothing.</param>
internal sealed record NamedNotice(string Sha256, string? Asked);

/// <summary>
/// The texts that people were shown: a notice's file holds exactly the bytes whose SHA-256 a consent entry names. In form 1 that is
/// all; in form 2 the text itself says its language, version and purposes, and index and entries must say the same.
/// </summary>
internal sealed class NoticesCheck(BundleContainer container, BundleFaults faults)
{
    /// <param name="named">With the first entry that names it so.</param>
    /// <returns>How many notices there are.</returns>
    public int Run(IReadOnlyDictionary<NamedNotice, long> named)
    {
        var notices = 0;
        foreach (var name in container.Names)
        {
            if (!BundleParts.IsNotice(name, out var sha256))
            {
                continue;
            }

            notices++;
            if (container.Read(name, (_, _) => { }, CancellationToken.None).Sha256 != sha256)
            {
                faults.Add(name, "notice.text", "The text is not the one with this SHA-256.");
            }
        }

        foreach (var ((sha256, asked), entry) in named)
        {
            var part = BundleParts.Notice(sha256);
            if (!container.Has(part))
            {
                faults.Add(part, "notice.missing", "A consent entry names this notice, and the bundle does not have it.", null, entry);
            }
            else if (asked is not null && BoundNotice.Read(Text(part)) is { } bound && bound.Purposes != asked)
            {
                faults.Add(part, "notice.purposes", $"The entry says that {Say(asked)} was asked for; the notice asks for {Say(bound.Purposes)}.", null, entry);
            }
        }

        Index(notices);
        return notices;
    }

    /// <summary>The index says version and language of each text; it names no text that is not there.</summary>
    private void Index(int notices)
    {
        if (!container.Has(BundleParts.NoticeIndex))
        {
            if (notices > 0)
            {
                faults.Add(BundleParts.NoticeIndex, "part.missing", "The bundle has notices and does not say which versions and languages they are.");
            }

            return;
        }

        var line = 0L;
        foreach (var text in Encoding.UTF8.GetString(container.Small(BundleParts.NoticeIndex) ?? []).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            line++;
            try
            {
                using var document = CanonicalJson.Read(Encoding.UTF8.GetBytes(text));
                var said = document.RootElement;
                var part = BundleParts.Notice(said.GetProperty("sha256").GetString() ?? "");
                if (!container.Has(part))
                {
                    faults.Add(BundleParts.NoticeIndex, "notice.missing", "The index names a notice that the bundle does not have.", line);
                }
                else
                {
                    Compare(said, part, line);
                }
            }
            catch (Exception broken) when (broken is ProofFormatException or KeyNotFoundException or InvalidOperationException or JsonException)
            {
                faults.Add(BundleParts.NoticeIndex, "notice.index", "The line cannot be read.", line);
            }
        }
    }

    /// <summary>Bundles from before form 2 say no form: theirs is 1.</summary>
    private void Compare(JsonElement said, string part, long line)
    {
        var text = Text(part);
        var form = said.TryGetProperty("form", out var given) ? given.GetString() : "1";
        var bound = form == "2" ? BoundNotice.Read(text) : null;
        if (bound is null)
        {
            if (form != "1" || BoundNotice.Claims(text))
            {
                faults.Add(part, "notice.form", $"The index says form {form}, and the text is not in that form.", line);
            }

            return;
        }

        Same("language", bound.Language);
        Same("version", bound.Version);
        Same("purposes", bound.Purposes);

        void Same(string what, string actual)
        {
            if (said.GetProperty(what).GetString() is { } claimed && claimed != actual)
            {
                faults.Add(part, "notice." + what, $"The index gives the notice's {what} as {Say(claimed)}; the notice itself says {Say(actual)}.", line);
            }
        }
    }

    private string Text(string part) => Encoding.UTF8.GetString(container.Small(part) ?? []);

    private static string Say(string words) => words.Length == 0 ? "nothing" : $"“{words}”";
}
