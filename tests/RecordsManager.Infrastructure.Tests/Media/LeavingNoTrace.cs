using RecordsManager.Domain.Recordings;

namespace RecordsManager.Infrastructure.Tests.Media;

public sealed class LeavingNoTrace : IAsyncDisposable
{
    private const string Strace = "/usr/bin/strace";
    private readonly string _trace = Path.GetTempFileName();
    private Lab? _lab;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        File.Delete(_trace);
        if (_lab is not null)
        {
            await _lab.DisposeAsync();
        }
    }

    [Fact]
    public async Task Opens_no_file_for_writing()
    {
        Assert.SkipUnless(File.Exists(Strace), "strace is not installed");
        _lab = Lab.WithFfmpeg($"exec {Strace} -f -A -e trace=openat,open,creat,memfd_create,rename,renameat,renameat2,ftruncate -o {_trace} ffmpeg \"$@\"");
        var (duration, alice) = (Call.Janus.DurationNs, Call.Janus.Track("alice", TrackKind.Camera));

        await _lab.Engine.RenderStem([Call.Janus.Microphones.First().Audio()], duration, Stream.Null, Lab.Unwatched, Ct);
        await _lab.Mix([.. Call.Janus.Microphones.Select(track => track.Audio())], duration, Stream.Null);
        await _lab.Engine.MeasureWaveform([Call.Janus.Microphones.First().Audio()], duration, 10, Ct);
        await _lab.Engine.RenderScene(new(new Scene(0, 60, [new Tile(alice.Id, 0, 0, 640, 360)]), [alice.Video()]), Stream.Null, Lab.Unwatched, Ct);

        var calls = await File.ReadAllLinesAsync(_trace, Ct);
        Assert.True(calls.Count(call => call.Contains("O_RDONLY", StringComparison.Ordinal)) > 100);
        Assert.DoesNotContain(calls, call => !call.Contains("\"/dev/null\"", StringComparison.Ordinal)
            && (call.Contains("O_WRONLY", StringComparison.Ordinal) || call.Contains("O_RDWR", StringComparison.Ordinal)
                || call.Contains("O_CREAT", StringComparison.Ordinal) || call.Contains("memfd_create(", StringComparison.Ordinal)
                || call.Contains("rename", StringComparison.Ordinal) || call.Contains("ftruncate(", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Starts_ffmpeg_with_an_empty_environment_and_without_core_dumps()
    {
        _lab = Lab.WithFfmpeg($"env > {_trace}; ulimit -c >> {_trace}; exec ffmpeg \"$@\"");

        await _lab.Engine.MeasureWaveform([Call.Janus.Microphones.First().Audio()], Call.Janus.DurationNs, 10, Ct);

        var lines = await File.ReadAllLinesAsync(_trace, Ct);
        // PWD, OLDPWD and _ are the shell's own
        Assert.Equal(["PATH"], lines[..^1].Select(line => line.Split('=')[0]).Except(["PWD", "OLDPWD", "_"]));
        Assert.Equal("0", lines[^1]);
    }
}
