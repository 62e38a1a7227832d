using System.Text;
using System.Text.Json;

namespace RecordsManager.Proofs.Bundles;

/// <summary>The texts that people were shown: a notice's file holds exactly the bytes whose SHA-256 a consent entry names.</summary>
internal sealed class NoticesCheck(BundleContainer container, BundleFaults faults)
{
    /// <param name="named">By SHA-256, with the first entry that names it.</param>
    /// <returns>How many notices there are.</returns>
    public int Run(IReadOnlyDictionary<string, long> named)
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

        foreach (var (sha256, entry) in named)
        {
            if (!container.Has(BundleParts.Notice(sha256)))
            {
                faults.Add(BundleParts.Notice(sha256), "notice.missing", "A consent entry names this notice, and the bundle does not have it.", null, entry);
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
                if (!container.Has(BundleParts.Notice(document.RootElement.GetProperty("sha256").GetString() ?? "")))
                {
                    faults.Add(BundleParts.NoticeIndex, "notice.missing", "The index names a notice that the bundle does not have.", line);
                }
            }
            catch (Exception broken) when (broken is ProofFormatException or KeyNotFoundException or InvalidOperationException or JsonException)
            {
                faults.Add(BundleParts.NoticeIndex, "notice.index", "The line cannot be read.", line);
            }
        }
    }
}
