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

    public int Attempts { get; private set; }

    public int Expected { get; private set; }

    public int Attached { get; private set; }

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
        Attempts++;
    }

    public void Expect(int tracks) => Expected = tracks;

    public void Complete(RecordingId recording, int attached, int warnings, byte[] sealedReport, DateTimeOffset now)
    {
        State = DeliveryState.Complete;
        Recording = recording;
        Attached = attached;
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

    public Result Retry()
    {
        if (State != DeliveryState.Failed)
        {
            return DeliveryErrors.NotFailed;
        }

        State = DeliveryState.Received;
        FinishedAt = null;
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
}
