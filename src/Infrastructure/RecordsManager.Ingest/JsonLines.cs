using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace RecordsManager.Ingest;

/// <summary>One JSON document per line, read in bounded memory; a line that is not JSON is handed over as null.</summary>
internal static class JsonLines
{
    private const int MaxLine = 4 << 20;

    /// <exception cref="RefusedDeliveryException">A line is longer than 4 MiB.</exception>
    public static async IAsyncEnumerable<(long Number, JsonDocument? Document)> Read(
        Stream stream, string name, [EnumeratorCancellation] CancellationToken ct)
    {
        var line = new ArrayBufferWriter<byte>();
        var buffer = new byte[64 << 10];
        var number = 0L;
        for (int read; (read = await stream.ReadAsync(buffer, ct)) > 0;)
        {
            for (var from = 0; from < read;)
            {
                var end = Array.IndexOf(buffer, (byte)'\n', from, read - from);
                var upTo = end < 0 ? read : end;
                line.Write(buffer.AsSpan(from, upTo - from));
                from = upTo + 1;
                if (line.WrittenCount > MaxLine)
                {
                    throw new RefusedDeliveryException(IngestErrors.TooLarge($"'{IngestErrors.Short(name)}' line {number + 1}", "4 MiB per line"));
                }

                if (end >= 0)
                {
                    number++;
                    if (!IsBlank(line.WrittenSpan))
                    {
                        yield return (number, Parse(line.WrittenMemory));
                    }

                    line.Clear();
                }
            }
        }

        if (!IsBlank(line.WrittenSpan))
        {
            yield return (number + 1, Parse(line.WrittenMemory));
        }
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            // copied, because the line's buffer is used again while the caller still holds the document
            return JsonDocument.Parse(line.ToArray());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept(" \t\r\n"u8) < 0;
}
