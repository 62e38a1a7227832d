using System.Buffers;
using System.Runtime.InteropServices;
using RecordsManager.Application.Recordings;
using RecordsManager.Media.Gateway;
using RecordsManager.Media.Processes;

namespace RecordsManager.Media.Rendering;

/// <summary>Highest sample of every short stretch of a track's audio; decoded to 8 kHz, which is enough to draw speech.</summary>
internal sealed class WaveformMeter(FfmpegRunner ffmpeg)
{
    private const int SampleRate = 8_000;
    private const int Chunk = 64 * 1024;
    private const int Tolerance = SampleRate / 50;

    public async Task<byte[]> Measure(IReadOnlyList<AudioInput> inputs, long durationNs, int peaksPerSecond, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(peaksPerSecond);
        var peaks = new byte[(int)Math.Ceiling(durationNs / 1e9 * peaksPerSecond)];
        var samples = 0L;
        await using var job = await ffmpeg.Open(ct);
        string[] arguments =
        [
            "-xerror", "-copyts", .. AudioGraph.Inputs(job, inputs, ffmpeg.Options),
            "-filter_complex", AudioGraph.Voice(inputs, durationNs, "a"), "-map", "[a]",
            "-c:a", "pcm_s16le", "-ar", "8000", "-ac", "1", "-method", "PUT", "-f", "s16le", job.Offer(new Sink(Take)),
        ];
        await ffmpeg.Render(job, arguments, onOutput: null, ct);
        var expected = (long)(durationNs / 1e9 * SampleRate);
        return Math.Abs(samples - expected) <= Tolerance
            ? peaks
            : throw new RenderFailedException($"The waveform has {samples} samples instead of {expected}.");

        async Task Take(Stream body, CancellationToken token)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
            try
            {
                // ReadAtLeast keeps pairs of bytes together
                while (await body.ReadAtLeastAsync(buffer.AsMemory(0, Chunk), Chunk, throwOnEndOfStream: false, token) is var read and > 0)
                {
                    samples = Peaks(MemoryMarshal.Cast<byte, short>(buffer.AsSpan(0, read)), samples, peaks, peaksPerSecond);
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
            }
        }
    }

    private static long Peaks(ReadOnlySpan<short> samples, long position, byte[] peaks, int peaksPerSecond)
    {
        foreach (var sample in samples)
        {
            var slot = (int)Math.Min(position++ * peaksPerSecond / SampleRate, peaks.Length - 1);
            var level = (byte)Math.Min(byte.MaxValue, Math.Abs((int)sample) * byte.MaxValue / short.MaxValue);
            peaks[slot] = Math.Max(peaks[slot], level);
        }

        return position;
    }
}
