using System.Globalization;
using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Learning;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Learning;

/// <summary>A player begins to play for somebody who agreed: a session, which its first statement is named after.</summary>
public static class BeginLearning
{
    /// <param name="Link">Null for somebody signed in.</param>
    [RepeatsOnConflict]
    [Requires(Permission.None)]
    public sealed record Command(RecordingId Recording, ShareLinkId? Link) : ICommand<Result<Guid>>;

    internal sealed class Handler(IWriteDb db, LearningDesk desk, TimeProvider clock) : IRequestHandler<Command, Result<Guid>>
    {
        public async Task<Result<Guid>> Handle(Command command, CancellationToken cancellationToken)
        {
            var opened = await desk.Open(command.Recording, command.Link, cancellationToken);
            if (opened.Error is { } refused)
            {
                return refused;
            }

            var (store, viewer, registration, recording, link) = opened.Value;
            var length = (link?.Range?.LengthNs ?? recording.DurationNs) / 1_000_000;
            if (length <= 0)
            {
                return LearningErrors.Off;
            }

            if (registration is null)
            {
                registration = new LearningRegistration(Guid.NewGuid(), recording.Organization, viewer.Viewer, recording.Id, Activity(recording.Id, link?.Range), length);
                viewer.IsRecorded();
                db.Add(registration);
            }

            var session = Guid.NewGuid();
            desk.Queue(store, viewer, registration, registration.Begin(session, store.Threshold, clock.GetUtcNow()));
            return session;
        }

        /// <summary>A part is something else than the whole: its seconds are its own (Media Fragments URI 1.0).</summary>
        private static string Activity(RecordingId recording, Stretch? part) =>
            part is { } within ? string.Create(CultureInfo.InvariantCulture, $"/recordings/{recording}#t={within.FromNs / 1e9:0.###},{within.ToNs / 1e9:0.###}") : $"/recordings/{recording}";
    }
}
