using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>
/// Somebody has a recording before them that is not made yet, and may see it: it goes before others of its kind while they look. It changes
/// what is made first, and nothing else.
/// </summary>
public static class AwaitRecording
{
    /// <summary>For how long after the last look: a page that is open looks again sooner.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(5);

    [Requires(Permission.None)]
    public sealed record Command(RecordingId Recording) : ICommand<Result>;

    internal sealed class Handler(IAwaitedRecordings awaited, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            await awaited.Note(actor.Organization, command.Recording, clock.GetUtcNow(), cancellationToken);
            return Result.Ok;
        }
    }
}

public interface IAwaitedRecordings
{
    /// <summary>Of many who look at once the last is kept. A recording that there is not is nobody's.</summary>
    Task Note(OrganizationId organization, RecordingId recording, DateTimeOffset at, CancellationToken ct);
}
