using Microsoft.Extensions.Hosting;
using Quartz;

namespace RecordsManager.Scheduling;

/// <summary>A server that was killed left work and bytes behind: they are looked for at once, not when the next sweep is due.</summary>
internal sealed class SweepOnStart(ISchedulerFactory schedulers, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The jobs are known only once the scheduler's own hosted service has started.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        try
        {
            var scheduler = await schedulers.GetScheduler(stoppingToken);
            foreach (var job in SchedulingModule.Sweeps)
            {
                if (await scheduler.GetJobDetail(job, stoppingToken) is not null)
                {
                    await scheduler.TriggerJob(job, stoppingToken);
                }
            }
        }
        catch (SchedulerException)
        {
            // the sweeps come all the same, a little later
        }
    }
}
