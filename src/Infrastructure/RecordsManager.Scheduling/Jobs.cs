using Quartz;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Erasure;
using RecordsManager.Application.Ingest;
using RecordsManager.Application.Integrity;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Learning;
using RecordsManager.Application.Ledger;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Retention;
using RecordsManager.Application.Transcripts;

namespace RecordsManager.Scheduling;

/// <summary>Works off the inbox.</summary>
[DisallowConcurrentExecution]
public sealed class WorkOffDeliveries(SystemScopes scopes) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await scopes.ForEach(new PendingDeliveries.Query(), id => new WorkDelivery.Command(id), cancellationToken);
}

/// <summary>Makes what recordings lack.</summary>
[DisallowConcurrentExecution]
public sealed class MakeMissingDerivatives(SystemScopes scopes) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await scopes.ForNext(new PendingDerivations.Query(), id => new MakeDerivatives.Command(id), cancellationToken);
}

/// <summary>Moves erasures on.</summary>
[DisallowConcurrentExecution]
public sealed class ContinueErasures(SystemScopes scopes) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await scopes.ForEach(new PendingErasures.Query(), id => new ContinueErasure.Command(id), cancellationToken);
}

/// <summary>Retention's steps, and the quarantine's deadlines.</summary>
[DisallowConcurrentExecution]
public sealed class DisposeDueRecordings(SystemScopes scopes) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await scopes.ForEach(new SweepDisposition.Query(), id => new DisposeRecording.Command(id), cancellationToken);
        await scopes.ForEach(new SweepDisposition.Query(), id => new DestroyUncoveredParts.Command(id), cancellationToken);
    }
}

/// <summary>Gives the engine what it is asked to write down, one person after the other.</summary>
[DisallowConcurrentExecution]
public sealed class WriteDownSpeech(SystemScopes scopes) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await scopes.ForEach(new PendingTranscriptions.Query(), id => new Transcribe.Command(id), cancellationToken);
}

/// <summary>Ends sessions whose browsers went silent, and sends what is to be told.</summary>
[DisallowConcurrentExecution]
public sealed class TellLearning(SystemScopes scopes) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await scopes.Everywhere(() => new EndSilentSessions.Command(), cancellationToken);
        await scopes.Everywhere(() => new SendLearning.Command(), cancellationToken);
    }
}

/// <summary>Reminds of answers before the quarantine ends.</summary>
[DisallowConcurrentExecution]
public sealed class RemindOfAnswers(SystemScopes scopes) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await scopes.ForEach(new SweepReminders.Query(), id => new RemindOfConsent.Command(id), cancellationToken);
}

/// <summary>Takes up the rules that ship, and ends overrides whose time is over.</summary>
[DisallowConcurrentExecution]
public sealed class KeepRulesInForce(SystemScopes scopes) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await scopes.Everywhere(() => new AdoptShippedRules.Command(), cancellationToken);
        await scopes.Everywhere(() => new EndOverrides.Command(), cancellationToken);
    }
}

/// <summary>Signs the ledger where it has grown.</summary>
[DisallowConcurrentExecution]
public sealed class SignLedgers(SystemScopes scopes) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await scopes.Everywhere(() => new SignCheckpoint.Command(), cancellationToken);
}

/// <summary>Reads the ledgers again and compares everything with everything.</summary>
[DisallowConcurrentExecution]
public sealed class ScrubLedgers(SystemScopes scopes) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await scopes.Everywhere(() => new ScrubLedger.Command(), cancellationToken);
}

/// <summary>Rotates keys that are due, and ends rotations that were interrupted.</summary>
[DisallowConcurrentExecution]
public sealed class RotateKeysThatAreDue(SystemScopes scopes) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await scopes.Everywhere(() => new RotateDueKeys.Command(), cancellationToken);
}

/// <summary>The janitor of the storage.</summary>
[DisallowConcurrentExecution]
public sealed class SweepStorage(SystemScopes scopes) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await scopes.Everywhere(() => new SweepUploads.Command(), cancellationToken);
        await scopes.Everywhere(() => new SweepObjects.Query(), cancellationToken);
    }
}

/// <summary>Reads objects again, at a bounded rate, and repairs what can be repaired.</summary>
[DisallowConcurrentExecution]
public sealed class ScrubStorage(SystemScopes scopes) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await scopes.ForEach(new ObjectsToScrub.Query(), id => new ScrubObject.Command(id), cancellationToken);
}

/// <summary>Keeps object locks as long as retention.</summary>
[DisallowConcurrentExecution]
public sealed class KeepLocksAligned(SystemScopes scopes) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await scopes.Everywhere(() => new AlignLocks.Query(), cancellationToken);
}

/// <summary>Gives places the copies that they lack, and takes from them what was destroyed. Places belong to no organization.</summary>
[DisallowConcurrentExecution]
public sealed class ReconcileStorage(IStoragePlaces places) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await places.Reconcile(cancellationToken);
}

/// <summary>Clears places of what writers left that died days ago.</summary>
[DisallowConcurrentExecution]
public sealed class ClearUnfinishedWrites(IStoragePlaces places) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await places.DeleteUnfinished(cancellationToken);
}
