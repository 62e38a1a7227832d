using Microsoft.Extensions.Logging;
using Quartz;
using RecordsManager.Application.Pipeline;

namespace RecordsManager.Scheduling;

/// <summary>Fires a job now instead of at its next sweep.</summary>
internal sealed partial class QuartzSignal(ISchedulerFactory schedulers, ILogger<QuartzSignal> log) : IWorkSignal
{
    public async Task Poke(WorkKind kind, CancellationToken ct)
    {
        try
        {
            await Trigger(kind, ct);
        }
        catch (SchedulerException unreachable)
        {
            // What was to be worked on is committed: the caller must not be told that it failed.
            SignalLost(log, unreachable, kind);
        }
    }

    private async Task Trigger(WorkKind kind, CancellationToken ct)
    {
        var scheduler = await schedulers.GetScheduler(ct);
        var job = SchedulingModule.KeyOf(kind);
        if (await scheduler.GetJobDetail(job, ct) is not null)
        {
            await scheduler.TriggerJob(job, ct);
        }
    }

    [LoggerMessage(EventId = 3110, Level = LogLevel.Warning, Message = "The schedule was not told of {Kind}; its next sweep finds them")]
    private static partial void SignalLost(ILogger log, Exception cause, WorkKind kind);
}
