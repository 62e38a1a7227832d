using System.Globalization;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Transcripts;

public enum TranscriptSource
{
    /// <summary>Somebody gave it.</summary>
    Imported,

    /// <summary>An engine wrote it down.</summary>
    Engine,
}

public enum TranscriptState
{
    /// <summary>Only who edits transcripts sees it.</summary>
    Draft,

    /// <summary>A person vouches for it (WCAG 1.2.2 asks for accurate captions): whoever may play the recording sees it.</summary>
    Approved,
}

/// <summary>
/// What was said in a recording, in one language. The lines are rows of their own, sealed under the key of who spoke; the ledger
/// tells how many came and went, never what they say.
/// </summary>
public sealed class Transcript : AggregateRoot
{
    private Transcript()
    {
    }

    public Transcript(TranscriptId id, OrganizationId organization, RecordingId recording, string language, TranscriptSource source, DateTimeOffset madeAt)
    {
        Id = id;
        Organization = organization;
        Recording = recording;
        Language = language;
        Source = source;
        MadeAt = madeAt;
    }

    public TranscriptId Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    public RecordingId Recording { get; private set; }

    /// <summary>BCP 47.</summary>
    public string Language { get; private set; } = "";

    public TranscriptSource Source { get; private set; }

    public TranscriptState State { get; private set; }

    public DateTimeOffset MadeAt { get; private set; }

    /// <summary>Pseudonymous id of who vouches for it; null while it is a draft.</summary>
    public string? ApprovedBy { get; private set; }

    public DateTimeOffset? ApprovedAt { get; private set; }

    /// <summary>Grows with every change: an editor says which one they saw.</summary>
    public int Version { get; private set; } = 1;

    /// <param name="format">Of the file.</param>
    public Result Receive(string format, int lines)
    {
        if (State == TranscriptState.Approved)
        {
            return TranscriptErrors.Approved;
        }

        Happened("transcript.imported", ("language", Language), ("source", Source.ToString().ToLowerInvariant()), ("format", format), ("lines", Number(lines)));
        return Result.Ok;
    }

    /// <param name="seen">The version that was edited.</param>
    /// <param name="written">Lines that are new or say something else now.</param>
    /// <param name="removed">Lines that are no more.</param>
    public Result Edit(int seen, int written, int removed)
    {
        if (State == TranscriptState.Approved)
        {
            return TranscriptErrors.Approved;
        }

        if (seen != Version)
        {
            return TranscriptErrors.ChangedMeanwhile;
        }

        if (written + removed > 0)
        {
            Happened("transcript.edited", ("written", Number(written)), ("removed", Number(removed)));
        }

        return Result.Ok;
    }

    /// <param name="seen">The version that was read: nobody vouches for what they did not see.</param>
    /// <param name="lines">How many it has.</param>
    public Result Approve(int seen, int lines, string by, DateTimeOffset now)
    {
        if (State == TranscriptState.Approved)
        {
            return Result.Ok;
        }

        if (seen != Version)
        {
            return TranscriptErrors.ChangedMeanwhile;
        }

        if (lines == 0)
        {
            return TranscriptErrors.Empty;
        }

        (State, ApprovedBy, ApprovedAt) = (TranscriptState.Approved, by, now);
        Happened("transcript.approved", ("language", Language), ("lines", Number(lines)));
        return Result.Ok;
    }

    /// <summary>A draft again, which recipients do not see.</summary>
    public void Reopen()
    {
        if (State == TranscriptState.Approved)
        {
            (State, ApprovedBy, ApprovedAt) = (TranscriptState.Draft, null, null);
            Happened("transcript.reopened", ("language", Language));
        }
    }

    /// <summary>The caller removes it and its lines.</summary>
    public void Delete(int lines) => Happened("transcript.deleted", ("language", Language), ("lines", Number(lines)));

    private void Happened(string kind, params (string Name, string Value)[] facts)
    {
        Version++;
        Raise(new LedgerFact(kind, Recording.ToString(), null, facts.Prepend(("transcript", Id.ToString())).ToDictionary(f => f.Item1, f => f.Item2)));
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
