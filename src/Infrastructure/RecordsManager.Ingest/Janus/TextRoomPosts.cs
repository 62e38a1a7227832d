using System.Globalization;
using System.Text.Json;
using RecordsManager.Application.Ingest;

namespace RecordsManager.Ingest.Janus;

/// <summary>
/// What the TextRoom plugin posted, one per line: the post itself, or <c>{"receivedAt": …, "post": …}</c> of a collector. The
/// collector's clock is preferred, because TextRoom's own date has whole seconds.
/// </summary>
internal static class TextRoomPosts
{
    private const int MostMessages = 100_000;

    public static async Task<List<JanusMessage>> Read(JanusDelivery delivery, string room, List<ManifestWarning> warnings, CancellationToken ct)
    {
        var messages = new List<JanusMessage>();
        if (delivery.Posts is not { } file)
        {
            return messages;
        }

        var (unreadable, whispers) = (0, 0);
        await using var stream = await delivery.Files.Open(file.Name, ct);
        await foreach (var (number, document) in JsonLines.Read(stream, file.Name, ct))
        {
            using (document)
            {
                var line = document?.RootElement ?? default;
                var post = line.Member("post") ?? line;
                if (post.Id("room") is { } other && other != room)
                {
                    continue;
                }

                // said to one person, hence not part of what everyone in the room may see again
                if (post.Member("whisper") is { ValueKind: JsonValueKind.True } || post.Member("to") is not null)
                {
                    whispers++;
                }
                else if (post.Text("textroom") == "message" && post.Text("from") is { } from && post.Text("text") is { } text && AtUs(line, post) is { } atUs)
                {
                    messages.Add(new JanusMessage($"textroom#{number}", from, Feed: null, atUs, text));
                }
                else if (post.Text("textroom") is null or "message")
                {
                    unreadable++;
                }

                if (messages.Count > MostMessages)
                {
                    throw new RefusedDeliveryException(IngestErrors.TooLarge($"'{IngestErrors.Short(file.Name)}'", $"{MostMessages} messages"));
                }
            }
        }

        Warn(unreadable, "chat.line-unreadable", "lines hold no message with author, text and time, and were passed over.");
        Warn(whispers, "chat.private-left-out", "private messages were left out.");
        return messages;

        void Warn(int count, string code, string what)
        {
            if (count > 0)
            {
                warnings.Add(new(code, $"{count} {what}", file.Name));
            }
        }
    }

    private static long? AtUs(JsonElement line, JsonElement post) =>
        DateTimeOffset.TryParse(line.Text("receivedAt") ?? post.Text("date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
        && at > DateTimeOffset.UnixEpoch
        && at.Year < 2100
            ? (at - DateTimeOffset.UnixEpoch).Ticks / 10
            : null;
}
