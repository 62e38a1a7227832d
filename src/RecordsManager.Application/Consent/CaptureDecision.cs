using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>May each participant be captured now, and why? What follows for the SFU is said as actions.</summary>
public static class CaptureDecision
{
    [Requires(Permission.ConsentRead)]
    public sealed record Query(RecordingId Recording) : IQuery<Result<View>>;

    /// <param name="IsLive">False once the call has ended: nothing is captured any more.</param>
    /// <param name="IsOver">The call has ended and its media came: nothing will change for the SFU.</param>
    /// <param name="ChangesAt">Then it may change without anybody doing anything: rules take effect, an override ends.</param>
    public sealed record View(bool IsLive, bool IsOver, DateTimeOffset? ChangesAt, IReadOnlyList<Row> Participants);

    /// <param name="MayCapture">Of any medium.</param>
    /// <param name="Rule">Code of the jurisdiction whose rule decided.</param>
    /// <param name="Reasons">The codes of <paramref name="Because"/>.</param>
    /// <param name="Actions">What is to be done with the participant beside their media: deliver-notice, reissue-notice, request-consent, request-guardian-consent, offer-unrecorded-channel.</param>
    public sealed record Row(
        ParticipantId Participant,
        CapturePresence Presence,
        bool MayCapture,
        IReadOnlyList<CaptureMedium> Media,
        ConsentModel Model,
        string Rule,
        string RulePack,
        Requirement Requirement,
        IReadOnlyList<string> Reasons,
        IReadOnlyList<Reason> Because,
        IReadOnlyList<string> Purposes,
        IReadOnlyList<string> Actions);

    internal sealed class Handler(IReadDb db, ConsentGate gate) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            var recording = await db.Recordings.FirstOrDefaultAsync(r => r.Id == query.Recording, cancellationToken);
            if (recording is null)
            {
                return RecordingErrors.NotFound;
            }

            var events = await db.ConsentEvents.Where(e => e.Recording == recording.Id).ToListAsync(cancellationToken);
            var decisions = await gate.DecideNow(recording, events, cancellationToken);
            var isOver = recording is { IsLive: false, State: not RecordingState.Announced };
            return new View(recording.IsLive, isOver, recording.IsLive ? await gate.NextChange(cancellationToken) : null, CaptureInstructions.For(recording, events, decisions));
        }
    }
}
