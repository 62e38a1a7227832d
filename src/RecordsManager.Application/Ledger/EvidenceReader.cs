using RecordsManager.Proofs;

namespace RecordsManager.Application.Ledger;

/// <summary>An entry with everything that belongs to it.</summary>
/// <param name="Commitment">To the personal values; empty when the entry has none.</param>
/// <param name="Personal">The personal values, compared with the commitment; null when there are none, or none any more.</param>
/// <param name="Notice">SHA-256 of the text that was shown; null where none is named.</param>
/// <param name="Path">The hashes that lead from the leaf to the root, the leaf's sibling first.</param>
public sealed record EntryEvidence(LedgerLine Line, string Leaf, string Commitment, IReadOnlyDictionary<string, string>? Personal, string? Notice, IReadOnlyList<byte[]> Path);

/// <summary>A notice as people were shown it.</summary>
/// <param name="Spoken">What is read out of it on the telephone.</param>
public sealed record NoticeEvidence(string Sha256, int Version, string Language, string Title, IReadOnlyList<string> Paragraphs, string? Spoken);

/// <summary>Gathers what belongs to entries: the names and values that can still be opened, the notices, the proofs.</summary>
internal sealed class EvidenceReader(LedgerReader reader, LedgerPayloads payloads, BundleNotices notices, LedgerNodes nodes)
{
    /// <param name="size">Of the tree to whose root the proofs lead; entries from there on have an empty path.</param>
    public async Task<(IReadOnlyList<EntryEvidence> Entries, IReadOnlyList<NoticeEvidence> Notices)> Of(IReadOnlyList<LedgerEntry> entries, long size, CancellationToken ct)
    {
        var lines = await reader.Lines(entries, ct);
        var opened = await payloads.Open(entries, ct);
        HashSet<string> named = new(StringComparer.Ordinal);
        List<EntryEvidence> evidence = [];
        foreach (var (entry, line) in entries.Zip(lines))
        {
            var leaf = LedgerLeaf.Read(entry.Leaf);
            var notice = leaf.Details.GetValueOrDefault("notice") is { Length: > 0 } sha256 ? sha256 : null;
            if (notice is not null)
            {
                named.Add(notice);
            }

            evidence.Add(new EntryEvidence(
                line, entry.Leaf, leaf.Commitment, Values(opened.GetValueOrDefault(entry.Index), leaf), notice,
                entry.Index < size ? await MerkleProofs.Inclusion(nodes, entry.Index, size, ct) : []));
        }

        var texts = await notices.Texts(named, ct);
        return (evidence, [.. texts.OrderBy(t => t.Value.Notice.Language, StringComparer.Ordinal).ThenBy(t => t.Value.Notice.Version).Select(t => Notice(t.Key, t.Value.Notice, t.Value.Shown.Text))]);
    }

    /// <summary>Values that are not what the entry commits to are shown to nobody.</summary>
    private static IReadOnlyDictionary<string, string>? Values(DisclosedPayload? payload, Leaf leaf) =>
        payload is not null && Commitment.Of(payload.Salt, payload.Values) == leaf.Commitment ? payload.Values : null;

    private static NoticeEvidence Notice(string sha256, Domain.Consent.Notice notice, Domain.Consent.NoticeText text)
    {
        var lines = text.Canonical.Split('\n');
        return new NoticeEvidence(sha256, notice.Version, notice.Language, lines[0], lines[1..], text.Spoken);
    }
}
