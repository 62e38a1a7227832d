using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Ledger;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Retention;

namespace RecordsManager.Application.Recordings;

/// <summary>What is this, who is in it, may I show it?</summary>
public static class ShowRecording
{
    [Requires(Permission.RecordingsRead)]
    public sealed record Query(RecordingId Recording) : IQuery<Result<View>>;

    public sealed record View(
        CallView Call,
        RecordingState State,
        DateTimeOffset? KeepUntil,
        DateTimeOffset? BinUntil,
        DateTimeOffset? DestroyedAt,
        CertificateId? Certificate,
        RetentionRule Retention,
        IReadOnlyList<HoldView> Holds,
        IReadOnlyList<ConsentView> Consent,
        IReadOnlyList<TrackView> Tracks,
        IReadOnlyList<DerivativeView> Derivatives,
        IReadOnlyList<ShareLinkView> Links,
        IReadOnlyList<LedgerLine> History);

    public sealed record RetentionRule(string Keep, int GraceDays, int Version);

    public sealed record HoldView(LegalHoldId Id, string CaseReference, DateTimeOffset PlacedAt, DateTimeOffset? ReleasedAt);

    /// <param name="MayPlay">Something of theirs may be played; before anything of them was recorded, whether it may.</param>
    /// <param name="Windows">For each medium that there is of them the whole timeline in order: what plays, what does not, and why.</param>
    /// <param name="Answer">The last answer, or null while there is none.</param>
    public sealed record ConsentView(
        ParticipantId Participant,
        PersonId Person,
        string DisplayName,
        bool IsErased,
        string? Location,
        ConsentModel Model,
        string RuleName,
        IReadOnlyList<string> Reasons,
        bool MayPlay,
        IReadOnlyList<WindowView> Windows,
        ConsentEventKind? Answer,
        DateTimeOffset? AnsweredAt,
        string? Method);

    public sealed record WindowView(MediaKinds Medium, Span At, bool MayPlay, IReadOnlyList<string> Reasons);

    /// <param name="DurationMs">On the timeline.</param>
    public sealed record TrackView(
        TrackId Id, ParticipantId Participant, string DisplayName, TrackKind Kind, string Codec, long OffsetMs, long DurationMs, ClockDrift Drift, long Bytes, string Sha256, TrackState State, DateTimeOffset? QuarantinedUntil);

    /// <param name="Track">What a remux shows; null for others.</param>
    /// <param name="Height">Of a variant's picture, pixels; null for others.</param>
    public sealed record DerivativeView(
        DerivativeId Id, DerivativeKind Kind, int Ordinal, string? DisplayName, TrackKind? Track, DerivativeState State, double Progress, long? Bytes, string? Failure, int Persons, bool ForRecipients, int? Height);

    internal sealed class Handler(IReadDb db, CallViews calls, ConsentGate gate, LedgerReader ledger, ShareLinkViews links)
        : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var recording = await db.Recordings.FirstOrDefaultAsync(r => r.Id == query.Recording, ct);
            if (recording is null)
            {
                return RecordingErrors.NotFound;
            }

            var call = await calls.Of(recording, link: null, ct);
            var nameOf = call.Lanes.ToDictionary(l => l.Participant, l => l.Person);
            var derivatives = await db.Derivatives.Where(d => d.Recording == recording.Id).OrderBy(d => d.Kind).ThenBy(d => d.Height).ThenBy(d => d.Ordinal).ToListAsync(ct);
            var policy = await db.RetentionPolicies.SingleAsync(ct);
            return new View(
                call, recording.State, recording.KeepUntil, recording.BinUntil, recording.DestroyedAt,
                recording.State == RecordingState.Destroyed ? await CertificateOf(recording.Id, ct) : null,
                new RetentionRule(policy.Keep, policy.GraceDays, policy.Version),
                [.. recording.Holds.Select(h => new HoldView(h.Id, h.CaseReference, h.PlacedAt, h.ReleasedAt))],
                await Consent(recording, nameOf, ct),
                [.. recording.Tracks.OrderBy(t => t.OffsetNs).Select(t => new TrackView(
                    t.Id, t.Participant, nameOf[t.Participant].DisplayName, t.Kind, t.Codec, t.OffsetNs / 1_000_000, t.Extent.LengthNs / 1_000_000, t.Drift, t.Bytes, t.Sha256, t.State, t.QuarantinedUntil))],
                derivatives.ConvertAll(d => new DerivativeView(
                    d.Id, d.Kind, d.Ordinal, d.Participant is { } p ? nameOf[p].DisplayName : null, d.Kind == DerivativeKind.Remux ? recording.Tracks.First(t => t.Id == d.Tracks[0]).Kind : null, d.State, d.Progress, d.Bytes, d.Failure, d.Persons.Count, d.ForRecipients, d.Height)),
                await links.Of(recording.Id, ct),
                await ledger.Of(recording, ct));
        }

        /// <summary>The last one: tracks that nobody agreed to had theirs before.</summary>
        private Task<CertificateId?> CertificateOf(RecordingId recording, CancellationToken ct) =>
            db.Certificates.Where(c => c.Recording == recording).OrderByDescending(c => c.IssuedAt).Select(c => (CertificateId?)c.Id).FirstOrDefaultAsync(ct);

        private async Task<IReadOnlyList<ConsentView>> Consent(Recording recording, Dictionary<ParticipantId, People.PersonName> nameOf, CancellationToken ct)
        {
            var events = await db.ConsentEvents.Where(e => e.Recording == recording.Id).ToListAsync(ct);
            var decisions = await gate.Decide(recording, events, ct);
            var consented = await gate.Windows(recording, events, ct);
            return [.. recording.Participants.OrderBy(p => p.Ordinal).Select(p =>
            {
                var decision = decisions[p.Id];
                var windows = Windows(recording, p.Id, consented);
                var answer = StandingAnswer.Of(events.Where(e => e.Participant == p.Id && e.By != ConsentSpeaker.Guardian))?.Answer;
                return new ConsentView(
                    p.Id, p.Person, nameOf[p.Id].DisplayName, nameOf[p.Id].IsErased, p.Location, decision.Model, decision.Rule.Name,
                    [.. decision.Codes], windows.Count > 0 ? windows.Exists(w => w.MayPlay) : decision.MayPlay, windows, answer?.Kind, answer?.At, answer?.Method);
            })];
        }

        /// <summary>Of the media whose bytes are still there; what was destroyed of them, no answer brings back.</summary>
        private static List<WindowView> Windows(Recording recording, ParticipantId participant, ConsentWindows consented)
        {
            var call = new Stretch(0, recording.DurationNs);
            List<WindowView> windows = [];
            foreach (var tracks in recording.Tracks.Where(t => t.Participant == participant && t.HasBytes).GroupBy(t => t.Kind.Media()).OrderBy(g => g.Key))
            {
                var gone = tracks.SelectMany(t => Stretch.Difference([t.Extent], t.Kept)).ToList();
                foreach (var told in consented.Told(participant, tracks.Key))
                {
                    var at = Stretch.Intersection([told.Of], [call]);
                    var plays = told.IsCovered ? Stretch.Difference(at, gone) : [];
                    windows.AddRange(plays.Select(s => (At: s, MayPlay: true)).Concat(Stretch.Difference(at, plays).Select(s => (At: s, MayPlay: false)))
                        .OrderBy(s => s.At.FromNs).Select(s => new WindowView(tracks.Key, Span.Of(s.At), s.MayPlay, told.Reasons)));
                }
            }

            return windows;
        }
    }
}
