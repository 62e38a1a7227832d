using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Learning;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Learning;

/// <summary>What happened in a player. Said twice it counts once; what it leads to is queued in the same transaction.</summary>
public static class NoteLearning
{
    public const int Most = 50;

    private static readonly TimeSpan LongestAgo = TimeSpan.FromMinutes(5);

    /// <param name="Link">Null for somebody signed in.</param>
    [RepeatsOnConflict]
    [Requires(Permission.None)]
    public sealed record Command(RecordingId Recording, ShareLinkId? Link, Guid Session, IReadOnlyList<Event> Events) : ICommand<Result>;

    /// <param name="Number">In its session, from 1, ascending.</param>
    /// <param name="At">Seconds of what is played; of a seek: where it went.</param>
    /// <param name="From">Of a seek: where it was.</param>
    /// <param name="AgoMs">How long ago it was when it was sent; at most five minutes.</param>
    public sealed record Event(PlayerEvent Kind, int Number, double At, double From, double AgoMs);

    internal sealed class Handler(LearningDesk desk, IUnitOfWork work, IWorkSignal signal, TimeProvider clock) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            if (command.Events.Count is 0 or > Most || command.Events.Any(e => !double.IsFinite(e.At) || !double.IsFinite(e.From) || !double.IsFinite(e.AgoMs) || !Enum.IsDefined(e.Kind)))
            {
                return LearningErrors.EventsMalformed;
            }

            var opened = await desk.Open(command.Recording, command.Link, cancellationToken);
            if (opened.Error is { } refused)
            {
                return refused;
            }

            if (opened.Value.Registration is not { } registration)
            {
                return LearningErrors.SessionUnknown;
            }

            var now = clock.GetUtcNow();
            foreach (var happened in command.Events)
            {
                var moment = new PlayerMoment(
                    happened.Kind, happened.Number, Milliseconds(happened.At), Milliseconds(happened.From),
                    now - TimeSpan.FromMilliseconds(Math.Clamp(happened.AgoMs, 0, LongestAgo.TotalMilliseconds)));
                if (registration.Follow(command.Session, moment, opened.Value.Store.Threshold) is not { } signals)
                {
                    return LearningErrors.SessionUnknown;
                }

                desk.Queue(opened.Value.Store, opened.Value.Viewer, registration, signals);
                if (happened.Kind == PlayerEvent.Closed)
                {
                    work.AfterCommit(ct => signal.Poke(WorkKind.Learning, ct));
                    break;
                }
            }

            return Result.Ok;
        }

        private static long Milliseconds(double seconds) => (long)Math.Round(Math.Clamp(seconds, 0, 1e9) * 1000);
    }
}
