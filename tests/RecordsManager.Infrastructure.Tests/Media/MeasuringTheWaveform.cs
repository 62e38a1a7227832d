using RecordsManager.Domain.Recordings;

namespace RecordsManager.Infrastructure.Tests.Media;

public sealed class MeasuringTheWaveform : IAsyncDisposable
{
    private const int PeaksPerSecond = 20;
    private readonly Lab _lab = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Has_one_peak_for_each_stretch_of_the_whole_timeline()
    {
        var peaks = await _lab.Engine.MeasureWaveform(
            [Call.Janus.Track("alice", TrackKind.Microphone).Audio()], Call.Janus.DurationNs, PeaksPerSecond, Ct);

        Assert.Equal(1028, peaks.Length);
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("bob")]
    [InlineData("chandra")]
    public async Task Rises_where_there_is_speech_and_nowhere_else(string participant)
    {
        var peaks = await _lab.Engine.MeasureWaveform(
            [Call.Janus.Track(participant, TrackKind.Microphone).Audio()], Call.Janus.DurationNs, PeaksPerSecond, Ct);

        var speech = Call.Janus.Speech(participant);
        Assert.All(speech, sentence => Assert.True(
            peaks[(int)(sentence.From * PeaksPerSecond)..(int)(sentence.To * PeaksPerSecond)].Max() > 25));
        for (var slot = 0; slot < peaks.Length; slot++)
        {
            var time = slot / (double)PeaksPerSecond;
            if (!speech.Any(sentence => time > sentence.From - 0.2 && time < sentence.To + 0.2))
            {
                Assert.InRange(peaks[slot], 0, 5);
            }
        }
    }

    [Fact]
    public async Task Reaches_full_scale_with_a_tone_at_full_scale()
    {
        var tone = await _lab.Make("tone.wav", "-f", "lavfi", "-i", "sine=f=440:d=2,volume=18.06dB", "-ar", "48000");

        var peaks = await _lab.Engine.MeasureWaveform([new(new FileMedia(tone), "wav", 1_000_000_000)], 3_000_000_000, 10, Ct);

        Assert.All(peaks[..9], peak => Assert.Equal(0, peak));
        Assert.All(peaks[11..29], peak => Assert.InRange(peak, 240, 255));
    }
}
