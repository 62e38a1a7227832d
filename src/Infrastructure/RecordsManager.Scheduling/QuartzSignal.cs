using Quartz;
using RecordsManager.Application.Pipeline;

namespace RecordsManager.Scheduling;

/// <summary>Fires a job now instead of at its next sweep.</summary>
internal sealed class QuartzSignal(ISchedulerFactory schedulers) : IWorkSignal
{
    public async Task Poke(WorkKind kind, CancellationToken ct)
    {
        var scheduler = await schedulers.GetScheduler(ct);
        var job = SchedulingModule.KeyOf(kind);
        if (await scheduler.GetJobDetail(job, ct) is not null)
        {
            await scheduler.TriggerJob(job, ct);
        }
    }
}
