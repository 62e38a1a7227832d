using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Deliveries;

public enum DeliveryState
{
    /// <summary>Durable and acknowledged; waits for a worker.</summary>
    Received,
    Working,
    Complete,
    Failed,
    Discarded,
}

/// <summary>One inbound unit from an SFU. What it holds lies encrypted in staging until it is attached or discarded.</summary>
public sealed class Delivery : AggregateRoot
{
    private Delivery()
    {
    }

    public Delivery(DeliveryId id, OrganizationId organization, string adapter, string idempotencyKey, byte[] sealedFiles, int fileCount, DateTimeOffset now)
    {
        Id = id;
        Organization = organization;
        Adapter = adapter;
        IdempotencyKey = idempotencyKey;
        SealedFiles = sealedFiles;
        FileCount = fileCount;
        ReceivedAt = now;
        Raise(new LedgerFact("delivery.received", id.ToString(), null, new Dictionary<string, string> { ["adapter"] = adapter }));
    }

    public DeliveryId Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    public string Adapter { get; private set; } = "";

    public string IdempotencyKey { get; private set; } = "";

    /// <summary>File names and where they are staged, sealed: a name may name a person. Null once it is done with.</summary>
    public byte[]? SealedFiles { get; private set; }

    /// <summary>The worker's report (steps, warnings, what to do), sealed for the same reason.</summary>
    public byte[]? SealedReport { get; private set; }

    public int FileCount { get; private set; }

    public DeliveryState State { get; private set; }

    /// <summary>How often work on it was begun.</summary>
    public int Attempts { get; private set; }

    /// <summary>How often work on it ended with neither a result nor a refusal, since somebody last asked for it.</summary>
    public int Setbacks { get; private set; }

    /// <summary>Not worked on before then; null: at once.</summary>
    public DateTimeOffset? NotBefore { get; private set; }

    public int Expected { get; private set; }

    public int Attached { get; private set; }

    /// <summary>Of the attached tracks, those that an earlier delivery had brought.</summary>
    public int Repeated { get; private set; }

    public int Warnings { get; private set; }

    /// <summary>A code of the ingest errors; its words are in the report.</summary>
    public string? ErrorCode { get; private set; }

    public RecordingId? Recording { get; private set; }

    public DateTimeOffset ReceivedAt { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    public bool IsPending => State is DeliveryState.Received or DeliveryState.Working;

    public void Start()
    {
        State = DeliveryState.Working;
        NotBefore = null;
        Attempts++;
    }

    /// <summary>What stopped the work has nothing to do with the delivery: an outage, a server that stops. It waits as before.</summary>
    public void Release() => State = DeliveryState.Received;

    /// <summary>The work ended with neither a result nor a refusal; it is tried again, later each time.</summary>
    /// <returns>False when that was once too often: it is for a person now.</returns>
    public bool SetBack(DateTimeOffset now) => WaitAfter(Backoff.After(++Setbacks), now);

    /// <summary>
    /// Whoever worked on it died without a word. Servers are killed for reasons of their own, so that the first few cost no
    /// time; a delivery that kills its worker must not keep all the others waiting.
    /// </summary>
    /// <returns>False when that was once too often: it is for a person now.</returns>
    public bool WasInterrupted(DateTimeOffset now) => WaitAfter(Backoff.AfterInterruption(++Setbacks), now);

    public void Expect(int tracks) => Expected = tracks;

    public void Complete(RecordingId recording, int attached, int repeated, int warnings, byte[] sealedReport, DateTimeOffset now)
    {
        State = DeliveryState.Complete;
        Recording = recording;
        Attached = attached;
        Repeated = repeated;
        (Setbacks, NotBefore) = (0, null);
        Warnings = warnings;
        ErrorCode = null;
        SealedReport = sealedReport;
        FinishedAt = now;
        Raise(new LedgerFact("delivery.completed", Id.ToString(), null, new Dictionary<string, string>
        {
            ["recording"] = recording.ToString(),
            ["tracks"] = attached.ToString(System.Globalization.CultureInfo.InvariantCulture),
        }));
    }

    public void Fail(string errorCode, byte[] sealedReport, DateTimeOffset now)
    {
        State = DeliveryState.Failed;
        ErrorCode = errorCode;
        SealedReport = sealedReport;
        FinishedAt = now;
        Raise(new LedgerFact("delivery.failed", Id.ToString(), null, new Dictionary<string, string> { ["error"] = errorCode }));
    }

    /// <summary>Somebody asks for it, at once: after a failure, or before its time has come.</summary>
    public Result Retry()
    {
        if (State != DeliveryState.Failed && !(State == DeliveryState.Received && NotBefore is not null))
        {
            return DeliveryErrors.NotFailed;
        }

        State = DeliveryState.Received;
        (Setbacks, NotBefore, FinishedAt) = (0, null, null);
        return Result.Ok;
    }

    public Result Discard(DateTimeOffset now)
    {
        if (State != DeliveryState.Failed)
        {
            return DeliveryErrors.NotFailed;
        }

        State = DeliveryState.Discarded;
        FinishedAt = now;
        Raise(new LedgerFact("delivery.discarded", Id.ToString()));
        return Result.Ok;
    }

    /// <summary>Forgets names and words; what was staged is destroyed by the caller.</summary>
    public void Forget()
    {
        SealedFiles = null;
        SealedReport = null;
    }

    private bool WaitAfter(TimeSpan? wait, DateTimeOffset now)
    {
        State = DeliveryState.Received;
        NotBefore = wait is { } time && time > TimeSpan.Zero ? now + time : null;
        return wait is not null;
    }
}
