using System.Globalization;
using System.Text.Json;
using RecordsManager.Application.Ingest;

namespace RecordsManager.Ingest.Generic;

/// <summary>
/// Chat as NDJSON (ingest.md §21.2). An edit or a delete is a line of its own that names an earlier one: what is kept is what stood
/// there at the end of the call.
/// </summary>
internal sealed class ChatFile(string name, IReadOnlyDictionary<string, DeclaredParticipant> participants)
{
    public const string Format = "recman.chat+ndjson";
    private const int MostMessages = 200_000;

    private readonly Dictionary<string, ManifestChatMessage> _messages = [];
    private readonly HashSet<string> _ids = [];

    /// <summary>Said to some, hence not part of what everyone may see again; or of a kind that holds no text.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Times are Unix nanoseconds still.</summary>
    public async Task<IReadOnlyCollection<ManifestChatMessage>> Read(Stream stream, CancellationToken ct)
    {
        await foreach (var (number, document) in JsonLines.Read(stream, name, ct))
        {
            using (document)
            {
                Line(document?.RootElement ?? default, number);
            }

            if (_ids.Count > MostMessages)
            {
                throw new RefusedDeliveryException(IngestErrors.TooLarge($"'{IngestErrors.Short(name)}'", $"{MostMessages} messages"));
            }
        }

        return _messages.Values;
    }

    private void Line(JsonElement line, long number)
    {
        if (line.ValueKind is not JsonValueKind.Object)
        {
            throw Malformed(number, "a JSON object is expected");
        }

        var id = line.Text("id") ?? throw Malformed(number, "'id' is missing");
        if (!_ids.Add(id))
        {
            throw Malformed(number, $"the id '{IngestErrors.Short(id)}' occurs twice");
        }

        if (line.Member("to") is not null && !line.Items("to").Any(to => to.ValueKind is JsonValueKind.String && to.TryRead() == "*"))
        {
            LeftOut++;
            return;
        }

        switch (line.Text("kind") ?? "text")
        {
            case "text":
                _messages.Add(id, Message(line, id, number));
                break;
            case "edit" when line.Text("ref") is { } edited && _messages.TryGetValue(edited, out var original):
                SameAuthor(line, original, number);
                _messages[edited] = original with { Text = TextOf(line, number) };
                break;
            case "delete" when line.Text("ref") is { } deleted && _messages.TryGetValue(deleted, out var gone):
                SameAuthor(line, gone, number);
                _messages.Remove(deleted);
                break;
            case "edit" or "delete":
                throw Malformed(number, "'ref' names no earlier message");
            case "file" or "reaction":
                LeftOut++;
                break;
            default:
                throw Malformed(number, "'kind' is none of text, file, reaction, edit, delete");
        }
    }

    private ManifestChatMessage Message(JsonElement line, string id, long number) =>
        line.Text("at_ns") is { Length: <= 19 } at && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ns) && ns < Clocks.LatestNs
            ? new ManifestChatMessage(id, Author(line, number), ns, TextOf(line, number))
            : throw Malformed(number, "'at_ns' must be Unix nanoseconds as a string of digits");

    // someone else's deletion (a moderator's) is lawful; someone else's words are not
    private void SameAuthor(JsonElement line, ManifestChatMessage original, long number)
    {
        if (line.Text("kind") == "edit" && Author(line, number) != original.Participant)
        {
            throw Malformed(number, "a message can be edited by its author only");
        }
    }

    private string Author(JsonElement line, long number)
    {
        var from = line.Text("from") ?? throw Malformed(number, "'from' is missing");
        return participants.TryGetValue(from, out var author)
            ? author.Identity
            : throw new RefusedDeliveryException(IngestErrors.UnknownParticipant($"'{IngestErrors.Short(name)}' line {number}", from));
    }

    private string TextOf(JsonElement line, long number) => line.Text("text") ?? throw Malformed(number, "'text' is missing");

    private RefusedDeliveryException Malformed(long number, string problem) => new(IngestErrors.ChatMalformed(name, number, problem));
}
