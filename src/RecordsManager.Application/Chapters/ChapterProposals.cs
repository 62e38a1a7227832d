using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Chapters;

public enum ChapterSign
{
    /// <summary>After a pause in which nobody spoke.</summary>
    Pause,

    /// <summary>Somebody comes into a call that is under way.</summary>
    Joins,

    /// <summary>A shared screen ends.</summary>
    ScreenEnds,

    /// <summary>A screen is shared.</summary>
    ScreenBegins,
}

/// <param name="Title">What it would be called: a person who takes it says it better.</param>
/// <param name="PauseMs">How long nobody spoke; 0 for other signs.</param>
public sealed record ChapterProposal(long AtMs, string Title, ChapterSign Sign, long PauseMs = 0);

/// <summary>
/// The rule: a screen that begins or ends to be shared, somebody who comes in when the call is under way, and speech after four
/// seconds in which nobody spoke. Of signs close to each other the clearest stays (in this order, of pauses the longest); nothing is
/// proposed at the very beginning, at the very end, or beside a chapter that exists. Of people who may not be played nothing is used.
/// </summary>
public static class ChapterProposals
{
    public const int Most = 30;

    private const long ShortestPause = 4_000;

    private const int Tenth = 1_000 / OpenWaveforms.PeaksPerSecond;

    /// <param name="peaks">Of whoever may be played; without them pauses are not known and none is proposed.</param>
    public static IReadOnlyList<ChapterProposal> Of(CallView call, IReadOnlyDictionary<ParticipantId, byte[]> peaks)
    {
        // A chapter of less than a fortieth, or of a few seconds, is none.
        var apart = Math.Clamp(call.DurationMs / 40, 5_000, 60_000);
        List<ChapterProposal> chosen = [];
        foreach (var sign in Signs(call, peaks).OrderByDescending(s => s.Sign).ThenByDescending(s => s.PauseMs).ThenBy(s => s.AtMs))
        {
            if (chosen.Count < Most && sign.AtMs >= apart && sign.AtMs <= call.DurationMs - apart
                && !call.Chapters.Any(c => Math.Abs(c.FromMs - sign.AtMs) < apart) && !chosen.Exists(c => Math.Abs(c.AtMs - sign.AtMs) < apart))
            {
                chosen.Add(sign);
            }
        }

        return [.. chosen.OrderBy(c => c.AtMs)];
    }

    private static IEnumerable<ChapterProposal> Signs(CallView call, IReadOnlyDictionary<ParticipantId, byte[]> peaks)
    {
        foreach (var lane in call.Lanes.Where(l => l.State == LaneState.Cleared))
        {
            foreach (var screen in lane.Screen)
            {
                yield return new ChapterProposal(screen.FromMs, $"{lane.Person.DisplayName} shares a screen", ChapterSign.ScreenBegins);
                yield return new ChapterProposal(screen.ToMs, "After the shared screen", ChapterSign.ScreenEnds);
            }

            foreach (var presence in lane.Presence)
            {
                yield return new ChapterProposal(presence.FromMs, $"{lane.Person.DisplayName} joins", ChapterSign.Joins);
            }
        }

        foreach (var (atMs, pauseMs) in Pauses([.. peaks.Values]))
        {
            yield return new ChapterProposal(atMs, "After a pause", ChapterSign.Pause, pauseMs);
        }
    }

    /// <returns>Where somebody speaks again, and after how long.</returns>
    private static IEnumerable<(long AtMs, long PauseMs)> Pauses(IReadOnlyList<byte[]> voices)
    {
        var heard = DeadAir.Heard(voices);
        var pause = 0;
        for (var i = 0; i < heard.Length; i++)
        {
            if (!heard[i])
            {
                pause++;
            }
            else if (pause == 0 || DeadAir.IsSpeech(heard, i))
            {
                if (pause * Tenth >= ShortestPause && pause < i)
                {
                    yield return (i * Tenth, pause * Tenth);
                }

                pause = 0;
            }
            else
            {
                pause++; // a click
            }
        }
    }
}
