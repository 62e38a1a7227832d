using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>The call as the product that runs it needs it: what it is, and for each participant what is asked, what is decided and where they answer.</summary>
public static class ShowCall
{
    [Requires(Permission.ConsentWrite)]
    public sealed record Query(RecordingId Recording) : IQuery<Result<View>>;

    /// <param name="EndedAt">Null while it is live.</param>
    public sealed record View(
        RecordingId Id,
        bool IsLive,
        DateTimeOffset StartedAt,
        DateTimeOffset? EndedAt,
        CallMedium Medium,
        string? RecordedIn,
        IReadOnlyList<string> Purposes,
        IReadOnlyList<string> Features,
        ParticipantId? Initiator,
        IReadOnlyList<ParticipantView> Participants);

    /// <param name="Token">Of the consent page's address; null where they were not asked by us.</param>
    public sealed record ParticipantView(
        IReadOnlyList<Visit> Visits,
        IReadOnlyList<Whereabouts> Whereabouts,
        AgeBand AgeBand,
        CallChannel Channel,
        string? Language,
        string? Role,
        string? Token,
        CaptureDecision.Row Decision);

    internal sealed class Handler(IReadDb db, ConsentGate gate, ILinkSigner signer, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            var call = await db.Recordings.FirstOrDefaultAsync(r => r.Id == query.Recording, cancellationToken);
            if (call is null)
            {
                return RecordingErrors.NotFound;
            }

            var events = await db.ConsentEvents.Where(e => e.Recording == call.Id).ToListAsync(cancellationToken);
            var rows = CaptureInstructions.For(call, events, await gate.DecideNow(call, events, cancellationToken));
            var tokens = await Tokens(call, cancellationToken);
            return new View(
                call.Id, call.IsLive, call.StartedAt, call.EndedAt, call.Medium, call.RecordedIn, call.Purposes, call.Features, call.Initiator,
                [.. rows.Select(row => Of(call.FindParticipant(row.Participant)!, row, tokens.GetValueOrDefault(row.Participant)))]);
        }

        private static ParticipantView Of(Participant participant, CaptureDecision.Row row, string? token) => new(
            participant.Visits, participant.Whereabouts, participant.AgeBand, participant.Channel, participant.Language, participant.Role, token, row);

        private async Task<Dictionary<ParticipantId, string>> Tokens(Recording call, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            var open = await db.ConsentInvitations.Where(i => i.Recording == call.Id && i.ExpiresAt > now).ToListAsync(ct);
            return open.GroupBy(i => i.Participant).ToDictionary(
                g => g.Key, g => signer.Sign(LinkPurpose.Consent, actor.Organization, g.MaxBy(i => i.Id.Value)!.Id.Value));
        }
    }
}
