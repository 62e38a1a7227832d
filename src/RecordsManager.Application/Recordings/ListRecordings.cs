using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>Where is the one I want? Newest first; the search looks at titles, conversations and the people in it.</summary>
public static class ListRecordings
{
    public const int PageSize = 50;

    public static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    /// <param name="State">kept, waiting, held, due (within <see cref="Soon"/>), bin, destroyed, or null for all that still exist.</param>
    /// <param name="Cursor">The last id of the page before.</param>
    [Requires(Permission.RecordingsRead)]
    public sealed record Query(string? Search, string? State, RecordingId? Cursor) : IQuery<Page>;

    public sealed record Page(IReadOnlyList<Row> Rows, RecordingId? Next, Counts Counts);

    public sealed record Counts(int Kept, int Waiting, int Held, int InBin, int Due);

    public sealed record Row(
        RecordingId Id,
        string Title,
        string Conversation,
        DateTimeOffset StartedAt,
        long DurationMs,
        IReadOnlyList<PersonName> People,
        ConsentTally Consent,
        RecordingState State,
        bool IsHeld,
        bool IsReady,
        double Progress,
        DateTimeOffset? KeepUntil,
        DateTimeOffset? BinUntil,
        DateTimeOffset? DestroyedAt);

    internal sealed class Handler(IReadDb db, PersonNames names, TimeProvider clock) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query query, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var recordings = await db.Recordings.OrderByDescending(r => r.StartedAt).ThenByDescending(r => r.Id).ToListAsync(ct);
            var conversations = await db.Conversations.ToDictionaryAsync(c => c.Id, c => c.Name, ct);
            var progress = await DerivativeProgress.Of(db, ct);

            var people = await names.Of(recordings.SelectMany(r => r.Participants).Select(p => p.Person), ct);
            var rows = recordings.Select(r => new Row(
                r.Id, r.Title, conversations.GetValueOrDefault(r.Conversation, ""), r.StartedAt, r.DurationNs / 1_000_000,
                [.. r.Participants.OrderBy(p => p.Ordinal).Select(p => people[p.Person])],
                ConsentTally.Of(r), r.State, r.IsHeld,
                progress.TryGetValue(r.Id, out var made) && made.IsReady, made?.Fraction ?? 0,
                r.KeepUntil, r.BinUntil, r.DestroyedAt)).ToList();

            var counts = new Counts(
                rows.Count(r => r.State is RecordingState.Kept or RecordingState.Announced),
                rows.Count(IsWaiting),
                rows.Count(r => r.IsHeld && r.State != RecordingState.Destroyed),
                rows.Count(r => r.State == RecordingState.InBin),
                rows.Count(IsDue));
            var found = rows.Where(r => IsIn(r, query.State) && Matches(r, query.Search));
            if (query.Cursor is { } cursor)
            {
                found = found.SkipWhile(r => r.Id != cursor).Skip(1);
            }

            var page = found.Take(PageSize + 1).ToList();
            return new Page([.. page.Take(PageSize)], page.Count > PageSize ? page[PageSize - 1].Id : null, counts);
        }

        private static bool IsWaiting(Row row) => row.State == RecordingState.Kept && row.Consent.Waiting > 0;

        private bool IsDue(Row row) => row is { State: RecordingState.Kept, IsHeld: false } && row.KeepUntil <= clock.GetUtcNow() + Soon;

        private bool IsIn(Row row, string? state) => state switch
        {
            "waiting" => IsWaiting(row),
            "held" => row.IsHeld,
            "due" => IsDue(row),
            "bin" => row.State == RecordingState.InBin,
            "destroyed" => row.State == RecordingState.Destroyed,
            _ => row.State is RecordingState.Kept or RecordingState.Announced,
        };

        // Names are sealed, so the database cannot search them: it happens here, over what the reader may open anyway.
        private static bool Matches(Row row, string? search) =>
            string.IsNullOrWhiteSpace(search)
            || search.Trim().Split(' ').All(word =>
                Has(row.Title, word) || Has(row.Conversation, word) || row.People.Any(p => !p.IsErased && Has(p.DisplayName, word)));

        private static bool Has(string text, string word) => text.Contains(word, StringComparison.CurrentCultureIgnoreCase);
    }
}

/// <summary>Of the people in a recording: how many agreed, and how many are still asked.</summary>
public sealed record ConsentTally(int Agreed, int Waiting, int Ended, int Total)
{
    public static ConsentTally Of(Recording recording)
    {
        var states = recording.Participants
            .Select(p => recording.Tracks.Where(t => t.Participant == p.Id).ToList())
            .ToList();
        var agreed = states.Count(t => t.Exists(x => x.State == TrackState.Cleared));
        var waiting = states.Count(t => t.Exists(x => x.State == TrackState.Quarantined) && !t.Exists(x => x.State == TrackState.Cleared));
        return new ConsentTally(agreed, waiting, states.Count(t => t.Count > 0) - agreed - waiting, states.Count);
    }
}
