namespace RecordsManager.Application.Ledger;

/// <summary>A word and what it means here.</summary>
public sealed record PrintedFact(string Label, string Value, bool IsCode = false);

/// <param name="Number">Index of the ledger's entry.</param>
/// <param name="When">As it is printed, in UTC.</param>
/// <param name="Says">The entry as a sentence.</param>
/// <param name="Notice">Mark of the notice in <see cref="PrintedTrail.Notices"/>; null where it names none.</param>
/// <param name="Proof">Leaf hash, commitment and where the proof leads.</param>
public sealed record PrintedEntry(long Number, string When, string Says, IReadOnlyList<PrintedFact> Facts, string? Notice, IReadOnlyList<PrintedFact> Proof);

/// <param name="Text">In full, a line per paragraph.</param>
public sealed record PrintedNotice(string Mark, string Title, string Text, IReadOnlyList<PrintedFact> Facts);

/// <summary>The consent trail as a court reads it: who, what notice in full, when, how, and what proves it.</summary>
/// <param name="Checkpoint">The signed note, verbatim; empty while there is none.</param>
public sealed record PrintedTrail(
    string Organization,
    string Title,
    string Lede,
    string HowToRead,
    IReadOnlyList<PrintedFact> About,
    IReadOnlyList<IReadOnlyList<PrintedFact>> People,
    IReadOnlyList<PrintedEntry> Entries,
    IReadOnlyList<PrintedNotice> Notices,
    string Checkpoint,
    IReadOnlyList<PrintedFact> Keys);

/// <summary>Writes a PDF with its fonts embedded.</summary>
public interface ITrailPrinter
{
    Task Print(PrintedTrail trail, DateTimeOffset madeAt, Stream output, CancellationToken ct);
}
