using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Ingest;

/// <summary>Did everything arrive that was announced? The calls that began in a period, against their deliveries.</summary>
public static class ReconcileCalls
{
    public static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(92);

    /// <param name="From">Of the calls' start, inclusive.</param>
    /// <param name="To">Exclusive.</param>
    [Requires(Permission.DeliveriesRead)]
    public sealed record Query(DateTimeOffset From, DateTimeOffset To) : IQuery<Report>;

    /// <param name="Calls">All that were announced, the latest first.</param>
    /// <param name="Unannounced">Recordings of the period that arrived and that nobody had announced: there is nothing to hold them against.</param>
    /// <param name="Undone">Deliveries, of whatever period, that failed or wait: what is in them is not counted as arrived.</param>
    public sealed record Report(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<Call> Calls, int Unannounced, int Undone)
    {
        public int Differing => Calls.Count(c => c.Findings.Count > 0);

        public int Count(FindingKind kind) => Calls.Count(c => c.Findings.Any(f => f.Kind == kind));
    }

    /// <param name="OverAt">Null: it runs, as far as anybody told.</param>
    /// <param name="Announced">How many were announced or came.</param>
    /// <param name="Arrived">Of how many of them there is a track.</param>
    public sealed record Call(
        RecordingId Recording, string Title, string Source, string ExternalId, DateTimeOffset StartedAt, DateTimeOffset? OverAt, RecordingState State,
        int Announced, int Arrived, int Tracks, IReadOnlyList<Row> Findings);

    /// <param name="Participant">Null for the call as a whole.</param>
    /// <param name="Name">Null where the reader may not see who was in a call.</param>
    /// <param name="LackingSeconds">Of a shortened one: how much of their stay no track covers.</param>
    /// <param name="LateSeconds">Of a late one: how long after the call's end.</param>
    /// <param name="RepeatedTracks">Of a duplicate.</param>
    public sealed record Row(FindingKind Kind, ParticipantId? Participant, string? Name, DeliveryId? Delivery, double LackingSeconds, double LateSeconds, int RepeatedTracks);

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator()
        {
            RuleFor(q => q.To).GreaterThan(q => q.From).WithMessage("The period ends before it begins.");
            RuleFor(q => q.To).Must((q, to) => to - q.From <= LongestPeriod).WithMessage("A period is at most 92 days.");
        }
    }

    internal sealed class Handler(IReadDb db, PersonNames names, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Query, Report>
    {
        public async Task<Report> Handle(Query query, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var period = db.Recordings.Where(r => r.StartedAt >= query.From && r.StartedAt < query.To && r.State != RecordingState.Destroyed);
            var calls = await period.Where(r => r.AnnouncedAt != null).OrderByDescending(r => r.StartedAt).AsSplitQuery().ToListAsync(ct);
            var ids = calls.ConvertAll(r => r.Id);
            var deliveries = (await db.Deliveries
                .Where(d => d.State == DeliveryState.Complete && d.Recording != null && ids.Contains(d.Recording.Value)).ToListAsync(ct)).ToLookup(d => d.Recording!.Value);
            var answers = await LastAnswers.Of(db, ids, ct);
            var now = clock.GetUtcNow();
            var found = calls.ConvertAll(call => (Call: call, Findings: Reconciliation.Of(call, [.. deliveries[call.Id]], answers.GetValueOrDefault(call.Id, LastAnswers.None), now)));
            var people = await Names(found, ct);
            return new Report(
                query.From, query.To, found.ConvertAll(f => View(f.Call, f.Findings, people)),
                await period.CountAsync(r => r.AnnouncedAt == null, ct),
                await db.Deliveries.CountAsync(d => d.State == DeliveryState.Failed || (d.State == DeliveryState.Received && d.NotBefore != null), ct));
        }

        private async Task<Dictionary<ParticipantId, string>> Names(List<(Recording Call, IReadOnlyList<Finding> Findings)> found, CancellationToken ct)
        {
            if (!actor.May(Permission.RecordingsRead))
            {
                return [];
            }

            var wanted = found.SelectMany(f => f.Findings.Select(finding => finding.Participant).OfType<ParticipantId>().Select(id => f.Call.FindParticipant(id)!)).DistinctBy(p => p.Id).ToList();
            var people = await names.Of(wanted.Select(p => p.Person), ct);
            return wanted.ToDictionary(p => p.Id, p => people[p.Person].DisplayName);
        }

        private static Call View(Recording call, IReadOnlyList<Finding> findings, Dictionary<ParticipantId, string> names) => new(
            call.Id, call.Title, call.Source, call.ExternalId, call.StartedAt, call.OverAt, call.State,
            call.Participants.Count, call.Tracks.Select(t => t.Participant).Distinct().Count(), call.Tracks.Count,
            [.. findings.Select(f => new Row(
                f.Kind, f.Participant, f.Participant is { } who ? names.GetValueOrDefault(who) : null, f.Delivery, f.LackingNs / 1e9, f.After.TotalSeconds, f.Tracks))]);
    }
}
