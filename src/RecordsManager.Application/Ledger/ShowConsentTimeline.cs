using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Ledger;

/// <summary>One recording's consent, person by person: what was said when, and what it did to their tracks.</summary>
public static class ShowConsentTimeline
{
    [Requires(Permission.LedgerRead)]
    public sealed record Query(RecordingId Recording) : IQuery<Result<View>>;

    public sealed record View(RecordingId Recording, string Title, DateTimeOffset StartedAt, long DurationMs, IReadOnlyList<Row> Rows);

    public sealed record Row(ParticipantId Participant, PersonName Person, IReadOnlyList<Span> Presence, IReadOnlyList<Bar> Bars, IReadOnlyList<Mark> Marks)
    {
        public DateTimeOffset? QuarantinedUntil => Bars.Min(b => b.QuarantinedUntil);
    }

    /// <summary>One track; all stretches on the recording's timeline.</summary>
    /// <param name="Consented">What consent covers; of this it is played.</param>
    /// <param name="Removed">What lies outside, or what is destroyed: nobody hears or sees it.</param>
    public sealed record Bar(TrackId Track, TrackKind Kind, TrackState State, Span Extent, IReadOnlyList<Span> Consented, IReadOnlyList<Span> Removed, DateTimeOffset? QuarantinedUntil);

    /// <summary>What was asked, shown or said, as its ledger entry has it.</summary>
    /// <param name="At">When it happened; <paramref name="RecordedAt"/> is when it was written.</param>
    public sealed record Mark(LedgerLine Line, DateTimeOffset At)
    {
        public DateTimeOffset RecordedAt => Line.At;

        public string Method => Line.Details.GetValueOrDefault("method", "");
    }

    internal sealed class Handler(IReadDb db, PersonNames names, LedgerReader ledger) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var recording = await db.Recordings.FirstOrDefaultAsync(r => r.Id == query.Recording, ct);
            if (recording is null)
            {
                return RecordingErrors.NotFound;
            }

            var people = await names.Of(recording.Participants.Select(p => p.Person), ct);
            var entries = await new TrailFilter("consent", recording.Id.ToString()).Of(db.LedgerEntries).OrderBy(e => e.Index).ToListAsync(ct);
            var marks = (await ledger.Lines(entries, ct)).Select(line => new Mark(line, Happened(line))).OrderBy(m => m.At).ThenBy(m => m.Line.Index).ToLookup(m => m.Line.PersonId);
            return new View(recording.Id, recording.Title, recording.StartedAt, Ms(recording.DurationNs), [.. recording.Participants.OrderBy(p => p.Ordinal).Select(p => new Row(
                p.Id, people[p.Person], [.. p.Presence.Select(ToSpan)],
                [.. recording.Tracks.Where(t => t.Participant == p.Id).OrderBy(t => t.Kind).ThenBy(t => t.OffsetNs).Select(ToBar)],
                [.. marks[p.Person]]))]);
        }

        private static Bar ToBar(Track track) => new(
            track.Id, track.Kind, track.State, ToSpan(track.Extent), [.. track.Windows.Select(ToSpan)],
            track.State == TrackState.Quarantined ? [] : [.. Stretch.Difference([track.Extent], track.Windows).Select(ToSpan)], track.QuarantinedUntil);

        /// <summary>An entry about an answer says when the answer was given; one about us happened when it was written.</summary>
        private static DateTimeOffset Happened(LedgerLine line) =>
            DateTimeOffset.TryParse(line.Details.GetValueOrDefault("at"), CultureInfo.InvariantCulture, out var at) ? at : line.At;

        private static Span ToSpan(Stretch stretch) => new(Ms(stretch.FromNs), Ms(stretch.ToNs));

        private static long Ms(long ns) => ns / 1_000_000;
    }
}
