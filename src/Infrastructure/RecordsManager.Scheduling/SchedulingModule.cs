using Microsoft.Extensions.DependencyInjection;
using Quartz;
using RecordsManager.Application.Pipeline;

namespace RecordsManager.Scheduling;

public static class SchedulingModule
{
    private static readonly JobKey Janitor = new(nameof(SweepStorage));

    internal static IEnumerable<JobKey> Sweeps => [.. Enum.GetValues<WorkKind>().Select(KeyOf), Janitor];

    /// <param name="runsJobs">False on a node that only serves pages: it can poke jobs, others run them.</param>
    public static IServiceCollection AddScheduling(this IServiceCollection services, string connectionString, bool runsJobs)
    {
        services.AddSingleton<SystemScopes>();
        services.AddSingleton<IWorkSignal, QuartzSignal>();
        services.AddQuartz(quartz =>
        {
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(connectionString);
                store.UseClustering();
                store.ProvisionSchema();
                store.ConfigureStore(options =>
                {
                    options.StoreJobDataAsStrings = true;
                    options.TablePrefix = "quartz.qrtz_";
                });
            });
            Sweep<WorkOffDeliveries>(quartz, WorkKind.Deliveries, TimeSpan.FromSeconds(15));
            Sweep<MakeMissingDerivatives>(quartz, WorkKind.Derivatives, TimeSpan.FromSeconds(15));
            Sweep<ContinueErasures>(quartz, WorkKind.Erasures, TimeSpan.FromSeconds(15));
            Sweep<DisposeDueRecordings>(quartz, WorkKind.Disposition, TimeSpan.FromMinutes(10));
            Sweep<WriteDownSpeech>(quartz, WorkKind.Transcriptions, TimeSpan.FromSeconds(15));
            Sweep<TellLearning>(quartz, WorkKind.Learning, TimeSpan.FromSeconds(15));
            Every<RemindOfAnswers>(quartz, TimeSpan.FromMinutes(10));
            Every<KeepRulesInForce>(quartz, TimeSpan.FromMinutes(1));
            Every<RotateKeysThatAreDue>(quartz, TimeSpan.FromMinutes(15));
            Every<SignLedgers>(quartz, TimeSpan.FromMinutes(1));
            Every<ScrubLedgers>(quartz, TimeSpan.FromHours(6));
            Every<ScrubStorage>(quartz, TimeSpan.FromMinutes(1));
            Every<KeepLocksAligned>(quartz, TimeSpan.FromMinutes(1));
            Every<ReconcileStorage>(quartz, TimeSpan.FromMinutes(1));
            Every<ClearUnfinishedWrites>(quartz, TimeSpan.FromDays(1));
            quartz.AddJob<SweepStorage>(job => job.WithIdentity(Janitor).StoreDurably());
            quartz.AddTrigger(trigger => trigger.ForJob(Janitor).WithIdentity(nameof(SweepStorage)).WithSimpleSchedule(s => s.WithInterval(TimeSpan.FromMinutes(1)).RepeatForever()));
        });
        if (runsJobs)
        {
            services.AddQuartzHostedService(options => options.WaitForJobsToComplete = false);
            services.AddHostedService<SweepOnStart>();
        }

        return services;
    }

    internal static JobKey KeyOf(WorkKind kind) => new(kind.ToString());

    private static void Every<TJob>(IQuartzBuilder quartz, TimeSpan interval)
        where TJob : class, IJob
    {
        var key = new JobKey(typeof(TJob).Name);
        quartz.AddJob<TJob>(job => job.WithIdentity(key).StoreDurably());
        quartz.AddTrigger(trigger => trigger.ForJob(key).WithIdentity(typeof(TJob).Name).WithSimpleSchedule(s => s.WithInterval(interval).RepeatForever()));
    }

    private static void Sweep<TJob>(IQuartzBuilder quartz, WorkKind kind, TimeSpan every)
        where TJob : class, IJob
    {
        quartz.AddJob<TJob>(job => job.WithIdentity(KeyOf(kind)).StoreDurably());
        quartz.AddTrigger(trigger => trigger.ForJob(KeyOf(kind)).WithIdentity(kind.ToString()).WithSimpleSchedule(s => s.WithInterval(every).RepeatForever()));
    }
}
