using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using RecordsManager.Application.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.Storage.Named;

namespace RecordsManager.Storage.Checkpoints;

/// <summary>
/// Copies each checkpoint to <c>{organization}/</c> of a folder or bucket: <c>checkpoint</c> is the newest, <c>checkpoint.{size}</c>
/// stays, <c>vkey</c> says by which key to verify. A place that we cannot write over makes a fork of the ledger visible.
/// </summary>
/// <remarks>What could not be written is tried again whenever a checkpoint is asked for, at the latest by the schedule after a minute: the ledger goes on meanwhile.</remarks>
internal sealed partial class CheckpointPublisher(INamedObjects? target, ILogger<CheckpointPublisher> log) : ICheckpointPublisher
{
    private readonly ConcurrentDictionary<OrganizationId, long> _published = new();

    public CheckpointPublisher(StorageOptions options, ILogger<CheckpointPublisher> log)
        : this(options.PublishedCheckpoints is { } where ? NamedObjects.Open(where) : null, log)
    {
    }

    public async Task Publish(LedgerCheckpoint checkpoint, string verifierKey, CancellationToken ct)
    {
        if (target is null || (_published.TryGetValue(checkpoint.Organization, out var size) && size >= checkpoint.Size))
        {
            return;
        }

        try
        {
            await target.Write($"{checkpoint.Organization}/vkey", verifierKey + "\n", ct);
            await target.Write(string.Create(CultureInfo.InvariantCulture, $"{checkpoint.Organization}/checkpoint.{checkpoint.Size}"), checkpoint.Note, ct);
            await target.Write($"{checkpoint.Organization}/checkpoint", checkpoint.Note, ct);
            _published.AddOrUpdate(checkpoint.Organization, checkpoint.Size, (_, known) => Math.Max(known, checkpoint.Size));
        }
        catch (Exception failed) when (NamedObjects.IsOutOfReach(failed))
        {
            NotPublished(log, failed, checkpoint.Organization.ToString(), checkpoint.Size);
        }
    }

    [LoggerMessage(EventId = 2300, Level = LogLevel.Error, Message = "Checkpoint {Size} of {Organization} could not be published; it is tried again with the next, at the latest in a minute")]
    private static partial void NotPublished(ILogger log, Exception failed, string organization, long size);
}
