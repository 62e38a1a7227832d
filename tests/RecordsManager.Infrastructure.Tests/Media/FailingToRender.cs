using RecordsManager.Application.Keys;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.Media;
using RecordsManager.Storage.Blobs;

namespace RecordsManager.Infrastructure.Tests.Media;

/// <summary>ffmpeg ends with exit code 0 in most of these cases; not one of them may count as success.</summary>
public sealed class FailingToRender : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly Scene OneTile = new(0, 300, [new Tile(Call.Janus.Track("alice", TrackKind.Camera).Id, 20, 20, 640, 360)]);
    private Lab _lab = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Microphone => Call.Janus.Track("alice", TrackKind.Microphone).File;

    private static string Camera => Call.Janus.Track("alice", TrackKind.Camera).File;

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Because_the_output_cannot_be_stored()
    {
        await FailsStem(new FileMedia(Microphone), new FullDisk(after: 0));
        await FailsStem(new FileMedia(Microphone), new FullDisk(after: 30_000));
        await FailsScene(new FileMedia(Camera), new FullDisk(after: 30_000));
    }

    [Fact]
    public async Task Because_the_mix_or_what_it_is_made_of_cannot_be_stored()
    {
        await Assert.ThrowsAsync<RenderFailedException>(() => _lab.Mix([Audio(new FileMedia(Microphone))], Call.Janus.DurationNs, new FullDisk(after: 30_000)));
        await Assert.ThrowsAsync<RenderFailedException>(() => _lab.Engine.SumVoices(
            [Audio(new FileMedia(Microphone))], Call.Janus.DurationNs, new FullDisk(after: 30_000), Lab.Unwatched, Ct));
    }

    [Fact]
    public async Task Because_an_input_breaks_off()
    {
        await FailsStem(new FileMedia(Microphone) { BrokenFrom = 30_000 });
        await FailsScene(new FileMedia(Camera) { BrokenFrom = 30_000 });
    }

    [Fact]
    public async Task Because_an_input_cannot_be_read_at_all()
    {
        var failure = await FailsStem(new FileMedia(Microphone) { BrokenFrom = 0 });

        Assert.IsType<ObjectUnreadableException>(failure.InnerException);
    }

    [Fact]
    public async Task Through_an_outage_in_its_middle_is_known_as_one_and_no_other_failure_is()
    {
        Assert.True(Outage.Is(await FailsStem(new FileMedia(Microphone) { BrokenFrom = 30_000, Fault = new StorageUnavailableException("no answer", new IOException()) })));
        Assert.True(Outage.Is(await FailsStem(new FileMedia(Microphone) { BrokenFrom = 30_000, Fault = new KekUnavailableException("no token") })));
        Assert.False(Outage.Is(await FailsStem(new FileMedia(Microphone) { BrokenFrom = 30_000 })));
        Assert.False(Outage.Is(await FailsStem(new FileMedia(Microphone), new FullDisk(after: 30_000)))); // ffmpeg's own sockets fail in the same way
    }

    [Fact]
    public async Task Because_an_input_is_shorter_than_it_says() => await FailsStem(new FileMedia(Microphone) { EndsAt = 30_000 });

    [Fact]
    public async Task Because_an_input_stalls()
    {
        await Use(new Lab(new MediaOptions { ReadLimit = Patience }));

        await FailsStem(new FileMedia(Microphone) { StalledFrom = 30_000 });
        await FailsScene(new FileMedia(Camera) { StalledFrom = 30_000 });
    }

    [Fact]
    public async Task Because_ffmpeg_is_not_there()
    {
        await Use(new Lab(new MediaOptions { FfmpegPath = "no-such-ffmpeg" }));

        await FailsStem(new FileMedia(Microphone));
    }

    [Fact]
    public async Task Because_it_runs_too_long()
    {
        await Use(new Lab(new MediaOptions { RunLimit = TimeSpan.FromMilliseconds(300) }));

        await FailsStem(Slow(Microphone));
    }

    [Theory]
    [InlineData("TERM")] // closes the file properly, too short
    [InlineData("KILL")]
    [InlineData("SEGV")]
    public async Task Because_ffmpeg_is_ended_from_outside_even_if_its_exit_code_says_success(string signal)
    {
        // waits until ffmpeg has read for a while (the input is slow: about 4 s), ends it, and lies about the exit code
        await Use(Lab.WithFfmpeg($"ffmpeg \"$@\" & sleep 1; kill -{signal} $!; wait $!; exit 0", Patience));

        await FailsStem(Slow(Microphone));
    }

    [Theory]
    [InlineData("exit 0")]
    [InlineData("ffmpeg \"$@\"; echo 'something new' >&2; exit 0")]
    [InlineData("ffmpeg \"$@\"; exit 3")]
    public async Task Because_ffmpeg_says_nothing_says_something_unknown_or_says_so(string script)
    {
        await Use(Lab.WithFfmpeg(script, Patience));

        await FailsStem(new FileMedia(Microphone));
    }

    [Fact]
    public async Task Because_the_picture_ends_before_the_scene()
    {
        await Use(Lab.WithFfmpeg("for a; do shift; [ \"$a\" = 300 ] && a=299; set -- \"$@\" \"$a\"; done; exec ffmpeg \"$@\""));

        var failure = await FailsScene(new FileMedia(Camera));

        Assert.Contains("299 frames instead of 300", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Because_a_small_picture_is_missing()
    {
        await Use(Lab.WithFfmpeg("for a; do shift; a=$(printf %s \"$a\" | sed 's/not(mod(n\\\\,150))/eq(n\\\\,0)/'); set -- \"$@\" \"$a\"; done; exec ffmpeg \"$@\""));

        var failure = await FailsScene(new FileMedia(Camera));

        Assert.Contains("1 small pictures instead of 2", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("matroska", "#EXTM3U\n#EXTINF:9,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n")]
    [InlineData("hls", "#EXTM3U\n#EXTINF:9,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n")]
    [InlineData("concat", "ffconcat version 1.0\nfile file:/etc/hostname\n")]
    public async Task Because_an_input_names_a_file_of_the_server(string container, string content)
    {
        await File.WriteAllTextAsync(_lab.At("crafted"), content, Ct);
        await using var crafted = new FileMedia(_lab.At("crafted"));

        await Assert.ThrowsAsync<RenderFailedException>(() => _lab.Engine.RenderStem([new AudioInput(crafted, container, 0)], Call.Janus.DurationNs, Stream.Null, Lab.Unwatched, Ct));
    }

    [Fact]
    public async Task Is_not_what_an_output_that_is_taken_slowly_does_long_after_ffmpeg_has_ended()
    {
        using var whole = new MemoryStream();
        using var slow = new SlowDisk();

        await Stem(new FileMedia(Microphone), whole, Ct);
        await Stem(new FileMedia(Microphone), slow, Ct);

        Assert.True(whole.Length > 100_000);
        Assert.Equal(whole.ToArray(), slow.ToArray());
    }

    [Fact]
    public async Task Never_tells_an_address_or_a_token()
    {
        await Use(Lab.WithFfmpeg("for a; do :; done; echo \"$a: Server returned 404\" >&2; exit 1"));

        var failure = await FailsStem(new FileMedia(Microphone));

        Assert.Equal("ffmpeg ended with 1: gateway Server returned 404", failure.Message);
    }

    [Fact]
    public async Task Or_being_cancelled_leaves_no_process_behind()
    {
        var note = _lab.At("pid");
        await Use(Lab.WithFfmpeg($"echo $$ > {note}; exec ffmpeg \"$@\""));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        Directory.CreateDirectory(Path.GetDirectoryName(note)!);
        var rendering = Stem(new FileMedia(Microphone) { StalledFrom = 30_000 }, Stream.Null, cancel.Token);
        while (!File.Exists(note) || (await File.ReadAllTextAsync(note, Ct)).Length == 0)
        {
            await Task.Delay(20, Ct);
        }

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rendering);
        Assert.False(Directory.Exists($"/proc/{(await File.ReadAllTextAsync(note, Ct)).Trim()}"));
        Directory.Delete(Path.GetDirectoryName(note)!, recursive: true);
    }

    private static FileMedia Slow(string file) => new(file) { Block = 2048, Pause = TimeSpan.FromMilliseconds(150) };

    private static AudioInput Audio(FileMedia media) => new(media, "matroska", 415_000_000);

    private async Task Use(Lab lab)
    {
        await _lab.DisposeAsync();
        _lab = lab;
    }

    private Task<Rendition> Stem(FileMedia media, Stream output, CancellationToken ct) =>
        _lab.Engine.RenderStem([Audio(media)], Call.Janus.DurationNs, output, Lab.Unwatched, ct);

    private Task<RenderFailedException> FailsStem(FileMedia media, Stream? output = null) =>
        Assert.ThrowsAsync<RenderFailedException>(() => Stem(media, output ?? Stream.Null, Ct));

    private Task<RenderFailedException> FailsScene(FileMedia media, Stream? output = null) =>
        Assert.ThrowsAsync<RenderFailedException>(() => _lab.Engine.RenderScene(
            new SceneInput(OneTile, [new VideoInput(OneTile.Tiles[0].Track, media, "matroska", 427_000_000)]),
            output ?? Stream.Null, Lab.Unwatched, Ct));

    /// <summary>Takes about three seconds more than ffmpeg needs.</summary>
    private sealed class SlowDisk : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(100, cancellationToken);
            await base.WriteAsync(buffer, cancellationToken);
        }
    }

    private sealed class FullDisk(int after) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            Length >= after ? throw new IOException("No space left on device") : base.WriteAsync(buffer, cancellationToken);
    }
}
