using RecordsManager.Application.Ingest;
using RecordsManager.Ingest.Matroska;

namespace RecordsManager.Ingest.Janus;

/// <summary>The second pass: one .mjr as Matroska.</summary>
internal static class MjrContent
{
    public static async Task Write(IDeliveredFiles delivery, string name, MjrScan scan, Stream output, CancellationToken ct)
    {
        await using var stream = await delivery.Open(name, ct);
        await using var mjr = await MjrReader.Open(stream, name, ct)
            ?? throw IngestErrors.Corrupt(name, "it was not empty when it was measured").Thrown();
        var codec = JanusCodec.For(mjr.Header)
            ?? throw IngestErrors.CodecUnsupported(name, mjr.Header.Codec, JanusCodec.Supported).Thrown();

        var writer = new MatroskaWriter(output, scan.Track);
        await writer.Begin(scan.DurationNs, ct);
        await foreach (var frame in new MjrFrames(mjr, codec).Read(ct))
        {
            if (frame.Ticks >= scan.FirstTicks)
            {
                await writer.Write(MjrScan.ToNs(frame.Ticks - scan.FirstTicks, scan.ClockRate), frame.Data, frame.IsKey, ct);
            }
        }

        await writer.End(ct);
    }
}
