using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>
/// The rule: a call plays from two seconds before the first speech to two seconds behind the last, and wherever a screen is shared.
/// An end with less than five seconds to spare is left as it is. A click is no speech: half a second of sound within two is.
/// Of people who may not be played nothing is used.
/// </summary>
public static class DeadAir
{
    private const long Around = 2_000;
    private const long Worthwhile = 5_000;
    private const int Tenth = 1_000 / OpenWaveforms.PeaksPerSecond;

    /// <summary>How far one looks on, in tenths of a second, and how many of these have to be heard.</summary>
    private const int Reach = 20;
    private const int Enough = 5;

    /// <param name="peaks">Of whoever may be played; without them it is not known where somebody speaks, and nothing is proposed.</param>
    /// <returns>Milliseconds on the timeline; null: nothing is worth passing over.</returns>
    public static Span? Trim(CallView call, IReadOnlyDictionary<ParticipantId, byte[]> peaks)
    {
        var heard = Heard([.. peaks.Values]);
        if (FirstSpeech(heard) is not { } begins || FirstSpeech([.. heard.Reverse()]) is not { } fromTheEnd)
        {
            return null;
        }

        var ends = heard.Length - fromTheEnd;
        var screens = call.Lanes.Where(l => l.State == LaneState.Cleared).SelectMany(l => l.Screen).ToList();
        var from = screens.Select(s => s.FromMs).Append((begins * Tenth) - Around).Min();
        var to = screens.Select(s => s.ToMs).Append((ends * Tenth) + Around).Max();
        var trim = new Span(from < Worthwhile ? 0 : from, to > call.DurationMs - Worthwhile ? call.DurationMs : to);
        return trim == new Span(0, call.DurationMs) ? null : trim;
    }

    /// <summary>For each tenth of a second, whether anybody is heard.</summary>
    public static bool[] Heard(IReadOnlyList<byte[]> voices)
    {
        var heard = new bool[voices.Select(v => v.Length).DefaultIfEmpty().Max()];
        foreach (var voice in voices)
        {
            for (var i = 0; i < voice.Length; i++)
            {
                heard[i] |= voice[i] >= OpenWaveforms.Silence;
            }
        }

        return heard;
    }

    private static int? FirstSpeech(bool[] heard) =>
        Enumerable.Range(0, heard.Length).Select(i => (int?)i).FirstOrDefault(i => IsSpeech(heard, i!.Value));

    /// <summary>Somebody speaks from here on.</summary>
    public static bool IsSpeech(bool[] heard, int at) => heard[at] && heard.Skip(at).Take(Reach).Count(h => h) >= Enough;
}
