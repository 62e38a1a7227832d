using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Domain.Consent;
using RecordsManager.Proofs;
using RecordsManager.Proofs.Bundles;

namespace RecordsManager.Application.Ledger;

/// <summary>The texts that people were shown, found again by the hash that stands in a consent entry.</summary>
internal sealed class BundleNotices(IReadDb db)
{
    private const string Member = "\"notice\":\"";
    private const int HashLength = 64;

    /// <summary>Of so many parts each choice is tried; there are four purposes that are asked for, and few of an organization's own.</summary>
    private const int MostParts = 10;

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    /// <summary>The hash that a leaf names as its notice. In canonical JSON these characters are the member and nothing else: inside a value they would be escaped.</summary>
    public static void Named(string leaf, HashSet<string> hashes)
    {
        var at = leaf.IndexOf(Member, StringComparison.Ordinal) + Member.Length;
        if (at >= Member.Length && leaf.Length > at + HashLength && leaf[at + HashLength] == '"' && leaf.AsSpan(at, HashLength).IndexOfAnyExcept(Hexadecimal) < 0)
        {
            hashes.Add(leaf.Substring(at, HashLength));
        }
    }

    /// <summary>By hash: what was shown, in which version and language. Of a notice with a part for each purpose, whatever parts were shown.</summary>
    public async Task<IReadOnlyDictionary<string, (Notice Notice, ShownNotice Shown)>> Texts(IReadOnlySet<string> hashes, CancellationToken ct)
    {
        Dictionary<string, (Notice, ShownNotice)> found = new(StringComparer.Ordinal);
        foreach (var notice in await db.Notices.OrderBy(n => n.Language).ThenBy(n => n.Version).ToListAsync(ct))
        {
            foreach (var shown in Shown(notice).Where(candidate => hashes.Contains(candidate.Sha256)))
            {
                found.TryAdd(shown.Sha256, (notice, shown));
            }
        }

        return found;
    }

    private static IEnumerable<ShownNotice> Shown(Notice notice) => notice.Parts.Count == 0
        ? [notice.Shown(null), notice.Shown([Purpose.Recording])]
        : Enumerable.Range(0, 1 << Math.Min(notice.Parts.Count, MostParts))
            .Select(chosen => notice.Shown([.. notice.Parts.Where((_, i) => (chosen >> Math.Min(i, MostParts) & 1) == 1 || i >= MostParts).Select(p => p.Purpose)]));

    public async Task<IReadOnlyList<BundleFile>> Of(IReadOnlySet<string> hashes, CancellationToken ct)
    {
        var texts = (await Texts(hashes, ct)).OrderBy(t => t.Key, StringComparer.Ordinal).ToList();
        var index = string.Concat(texts.Select(t => Encoding.UTF8.GetString(CanonicalJson.Of(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["form"] = t.Value.Shown.Form.ToString(CultureInfo.InvariantCulture),
            ["language"] = t.Value.Shown.Language,
            ["purposes"] = string.Join(' ', t.Value.Shown.Purposes),
            ["sha256"] = t.Key,
            ["title"] = t.Value.Notice.Title,
            ["version"] = t.Value.Notice.Version.ToString(CultureInfo.InvariantCulture),
        })) + "\n"));
        return texts.Count == 0 ? [] : [BundleFile.Of(BundleParts.NoticeIndex, index), .. texts.Select(t => BundleFile.Of(BundleParts.Notice(t.Key), t.Value.Shown.Canonical))];
    }
}
