using System.Buffers;
using System.Buffers.Binary;
using System.Net;

namespace RecordsManager.Media.Transcription;

/// <summary>The next samples of a stream as a WAV file (RIFF, PCM) of known length, without ever holding it.</summary>
internal sealed class WavPiece : HttpContent
{
    private const int HeaderLength = 44;
    private const int Chunk = 64 * 1024;

    private readonly Stream _pcm;
    private readonly int _sampleRate;
    private readonly int _bytes;

    public WavPiece(Stream pcm, int sampleRate, int samples)
    {
        (_pcm, _sampleRate, _bytes) = (pcm, sampleRate, samples * sizeof(short));
        Headers.ContentType = new("audio/wav");
    }

    protected override bool TryComputeLength(out long length)
    {
        length = HeaderLength + _bytes;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Header(), cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            for (var left = _bytes; left > 0;)
            {
                var read = await _pcm.ReadAsync(buffer.AsMemory(0, Math.Min(left, buffer.Length)), cancellationToken);
                if (read == 0)
                {
                    read = Math.Min(left, buffer.Length); // the sound may end some samples early
                    Array.Clear(buffer, 0, read);
                }

                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                left -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private byte[] Header()
    {
        var header = new byte[HeaderLength];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), HeaderLength - 8 + _bytes);
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(20), 1); // PCM
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(22), 1); // mono
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), _sampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), _sampleRate * sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(32), sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(34), 16);
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(40), _bytes);
        return header;
    }
}
