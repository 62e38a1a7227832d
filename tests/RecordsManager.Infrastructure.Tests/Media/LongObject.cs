using System.Buffers.Binary;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Infrastructure.Tests.Media;

/// <summary>A fragmented picture of any length and weight that lies nowhere: a real initialisation segment, headers as ffmpeg writes them, and no media.</summary>
internal sealed class LongObject : IObjectReader
{
    private const int Samples = 60;
    private const int Header = 8 + 16 + 8 + 16 + 20 + 20 + (Samples * 16);
    private readonly byte[] _init;
    private readonly int _sampleBytes;

    /// <param name="sampleBytes">Of each sample.</param>
    public LongObject(byte[] init, int fragments, int sampleBytes)
    {
        (_init, _sampleBytes) = (init, sampleBytes);
        var length = checked(Header + 8 + (Samples * sampleBytes));
        Part = new OpenRendition.Part(MediaObjectId.New(DateTimeOffset.UnixEpoch), new Rendition(
            "avc1.64001f", init.Length, [.. Enumerable.Range(0, fragments).Select(i => new Fragment(init.Length + ((long)i * length), length, i * 2_000_000_000L, 2_000_000_000))], 1280, 720));
    }

    public OpenRendition.Part Part { get; }

    public long Length => Part.Rendition.Fragments[^1].Offset + Part.Rendition.Fragments[^1].Length;

    public int SampleCount => Part.Rendition.Fragments.Count * Samples;

    public ValueTask<int> Read(long offset, Memory<byte> buffer, CancellationToken ct)
    {
        var index = offset < _init.Length ? -1 : (int)((offset - _init.Length) / Part.Rendition.Fragments[0].Length);
        var bytes = index < 0 ? _init : Moof(index);
        var from = (int)(offset - (index < 0 ? 0 : Part.Rendition.Fragments[index].Offset));
        var taken = Math.Min(buffer.Length, bytes.Length - from);
        bytes.AsSpan(from, taken).CopyTo(buffer.Span);
        buffer.Span[taken..].Clear();
        return ValueTask.FromResult(buffer.Length);
    }

    public Task CopyTo(long offset, long length, Stream destination, CancellationToken ct) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => default;

    /// <summary>Groups I P B B P B B …, as two B-frames give them.</summary>
    private byte[] Moof(int index)
    {
        var bytes = new byte[Header];
        var at = 0;
        Word(Header);
        Name("moof");
        Word(16);
        Name("mfhd");
        Word(0);
        Word(index + 1);
        Word(Header - 24);
        Name("traf");
        Word(16);
        Name("tfhd");
        Word(0x020000);
        Word(1);
        Word(20);
        Name("tfdt");
        Word(0x01000000);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(at), index * Samples * 3000L);
        at += 8;
        Word(20 + (Samples * 16));
        Name("trun");
        Word(0x01000f01);
        Word(Samples);
        Word(Header + 8);
        for (var sample = 0; sample < Samples; sample++)
        {
            Word(3000);
            Word(_sampleBytes);
            Word(sample == 0 ? 0x02000000 : 0x01010000);
            Word(sample == 0 ? 0 : sample % 3 == 1 ? 6000 : -3000);
        }

        return bytes;

        void Word(int value)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), value);
            at += 4;
        }

        void Name(string name)
        {
            System.Text.Encoding.ASCII.GetBytes(name, bytes.AsSpan(at));
            at += 4;
        }
    }
}
