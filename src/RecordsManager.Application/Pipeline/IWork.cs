using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Pipeline;

public enum WorkKind
{
    Deliveries,
    Derivatives,
    Erasures,
    Disposition,
    Transcriptions,
    Learning,
}

/// <summary>Tells the schedule that there is something to do now. Losing a signal delays work until the next sweep, nothing more.</summary>
public interface IWorkSignal
{
    Task Poke(WorkKind kind, CancellationToken ct);
}

/// <summary>
/// Exclusive ownership of one unit of work across all nodes. It ends with the process: a killed worker frees it at once.
/// </summary>
public interface IWorkLock
{
    /// <returns>Null when somebody else holds it.</returns>
    Task<IAsyncDisposable?> TryTake(string work, CancellationToken ct);

    /// <returns>Null when somebody else still holds it after <paramref name="patience"/>.</returns>
    async Task<IAsyncDisposable?> Take(string work, TimeSpan patience, CancellationToken ct)
    {
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            var taken = await TryTake(work, ct);
            if (taken is not null || waited >= patience)
            {
                return taken;
            }

            await Task.Delay(Pause, ct);
        }
    }

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
}

/// <summary>The only way in which a job sees across organizations: their ids, nothing else.</summary>
public interface IOrganizationDirectory
{
    Task<IReadOnlyList<OrganizationId>> All(CancellationToken ct);
}
