using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.Media;

namespace RecordsManager.Infrastructure.Tests.Media;

public sealed class RenderingSpeech
{
    private const int Rate = 16_000;
    private const long Duration = 2_000_000_000;

    /// <summary>Shorter than who listens takes, as an engine does for its last piece.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static IReadOnlyList<AudioInput> Inputs => [new(new FileMedia(Call.Janus.Track("alice", TrackKind.Microphone).File), "matroska", 0)];

    [Fact]
    public async Task Waits_for_who_listens_however_long_they_think()
    {
        await using var lab = new Lab(new MediaOptions { ReadLimit = Patience });
        long heard = 0;

        await lab.Engine.RenderSpeech(Inputs, Duration, Rate, async (pcm, ct) =>
        {
            using var all = new MemoryStream();
            await pcm.CopyToAsync(all, ct);
            await Task.Delay(3 * Patience, ct); // ffmpeg has ended long ago
            heard = all.Length;
        }, Ct);

        Assert.Equal(2 * Rate * sizeof(short), heard, 1024L);
    }

    [Fact]
    public async Task Fails_where_who_listens_does()
    {
        await using var lab = new Lab(new MediaOptions { ReadLimit = Patience });

        var failure = await Assert.ThrowsAsync<RenderFailedException>(() => lab.Engine.RenderSpeech(Inputs, Duration, Rate, (_, _) => throw new IOException("hung up"), Ct));

        Assert.Equal("hung up", failure.InnerException?.Message);
    }

    [Fact]
    public async Task Fails_where_no_sound_comes()
    {
        await using var lab = Lab.WithFfmpeg("exit 0", Patience);

        await Assert.ThrowsAsync<RenderFailedException>(() => lab.Engine.RenderSpeech(Inputs, Duration, Rate, (_, _) => Task.CompletedTask, Ct));
    }
}
