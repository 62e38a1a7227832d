using System.Collections.Concurrent;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>
/// What <see cref="OpenRendition"/> answered last, for the segments that a player asks for one after the other. An answer is good for two
/// seconds, and for no longer than nothing is told of its recording and somebody would tell it. A refusal is never kept. Who asks is
/// verified, and whether they may read is asked, by whoever looks in here, each time.
/// </summary>
public sealed class RememberedRenditions(IChangeFeed feed, TimeProvider clock)
{
    /// <summary>The bound where the feed has broken and nobody has noticed: as long as a player plays with what it has in its buffer.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(2);

    public const int Most = 1000;

    private readonly ConcurrentDictionary<Asked, Kept> _kept = new();
    private long _forgotAt;

    internal int Count => _kept.Count;

    /// <summary>To be read before <see cref="OpenRendition"/> is asked: what changes after it is not missed.</summary>
    public long? Before(OrganizationId organization, RecordingId recording) => feed.Mark(organization, recording);

    /// <returns>Null: it has to be asked.</returns>
    public Answer? Find(Asked asked)
    {
        if (!_kept.TryGetValue(asked, out var kept))
        {
            return null;
        }

        if (IsYoung(kept) && feed.Mark(asked.Organization, kept.Answer.Recording) == kept.Before && !(kept.Answer.View.Until <= clock.GetUtcNow()))
        {
            return kept.Answer;
        }

        _kept.TryRemove(new(asked, kept));
        return null;
    }

    /// <param name="before">Of before it was asked; null: it is not kept.</param>
    public void Keep(Asked asked, Answer answer, long? before)
    {
        if (before is null)
        {
            return;
        }

        Forget();
        _kept[asked] = new Kept(answer, before.Value, clock.GetTimestamp());
    }

    private bool IsYoung(Kept kept) => clock.GetElapsedTime(kept.At) < GoodFor;

    private void Forget()
    {
        if (_kept.Count < Most && clock.GetElapsedTime(Volatile.Read(ref _forgotAt)) < GoodFor)
        {
            return;
        }

        Volatile.Write(ref _forgotAt, clock.GetTimestamp());
        foreach (var old in _kept.Where(k => !IsYoung(k.Value)))
        {
            _kept.TryRemove(old);
        }

        if (_kept.Count >= Most)
        {
            _kept.Clear();
        }
    }

    /// <param name="By">The recording, or the share link, by which it is asked for.</param>
    public readonly record struct Asked(OrganizationId Organization, string Actor, string By, string Rendition);

    public sealed record Answer(RecordingId Recording, OpenRendition.View View);

    private sealed record Kept(Answer Answer, long Before, long At);
}
