using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using RecordsManager.Application.Ingest;

namespace RecordsManager.Ingest.Janus;

/// <summary>Chat from a recorded data channel: each frame is an i64 of wall-clock µs, then the message.</summary>
internal static class DataChannel
{
    private const int TimeLength = 8;
    private const int MostMessages = 100_000;

    public static async Task<List<JanusMessage>> Read(
        MjrReader mjr, MjrFileName file, JanusFeed feed, List<ManifestWarning> warnings, CancellationToken ct)
    {
        var messages = new List<JanusMessage>();
        var (number, passedOver) = (0, 0);
        while (await mjr.Next(ct))
        {
            number++;
            var atUs = mjr.Frame.Length > TimeLength ? BinaryPrimitives.ReadInt64BigEndian(mjr.Frame.Span) : 0;
            var text = atUs is > 0 and < MjrHeader.LatestUs && mjr.Header.Codec == "text" ? TextOf(mjr.Frame[TimeLength..]) : null;
            if (text is null)
            {
                passedOver++;
            }
            else if (messages.Count == MostMessages)
            {
                throw new RefusedDeliveryException(IngestErrors.TooLarge($"'{IngestErrors.Short(file.Delivered)}'", $"{MostMessages} messages"));
            }
            else
            {
                messages.Add(new JanusMessage($"{file.Stem}#{number}", Author: null, feed, atUs, text));
            }
        }

        if (mjr.CutBytes > 0)
        {
            warnings.Add(new("media.cut-tail", $"The recording ends inside a message; {mjr.CutBytes} bytes were dropped.", file.Delivered));
        }

        if (passedOver > 0)
        {
            warnings.Add(new("chat.not-text", $"{passedOver} data-channel messages hold no text and were passed over.", file.Delivered));
        }

        return messages;
    }

    // products wrap their chat in JSON as a rule; JSON without a text is signalling between clients, not chat
    private static string? TextOf(ReadOnlyMemory<byte> message)
    {
        try
        {
            using var document = JsonDocument.Parse(message);
            if (document.RootElement.ValueKind is JsonValueKind.Object)
            {
                return document.RootElement.Text("text") ?? document.RootElement.Text("message");
            }
        }
        catch (JsonException)
        {
            // plain text
        }

        return Encoding.UTF8.GetString(message.Span);
    }
}
