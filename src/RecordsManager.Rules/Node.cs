using System.Text;
using System.Text.Json;

namespace RecordsManager.Rules;

/// <summary>A JSON value that knows where it stands, so that an error can name the record and the field.</summary>
internal readonly record struct Node(JsonElement Value, string Path)
{
    public bool IsMissing => Value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    public Node this[string name] => new(
        Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(name, out var child) ? child : default, $"{Path}.{name}");

    public static Node Parse(Stream json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
            return new Node(document.RootElement.Clone(), name);
        }
        catch (JsonException broken)
        {
            throw new UnreadableFileException($"{name} is no JSON: {broken.Message}");
        }
    }

    public static Node Parse(string json, string name)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json), writable: false);
        return Parse(stream, name);
    }

    public Node Named(string path) => this with { Path = path };

    public UnreadableFileException Wrong(string expected) => new($"{Path}: {expected}, not {(IsMissing ? "nothing" : Value.GetRawText() is { Length: <= 60 } raw ? raw : Value.ValueKind.ToString())}.");

    public IReadOnlyList<Node> Items()
    {
        if (IsMissing)
        {
            return [];
        }

        if (Value.ValueKind != JsonValueKind.Array)
        {
            throw Wrong("expected a list");
        }

        var path = Path;
        return [.. Value.EnumerateArray().Select((item, index) => new Node(item, $"{path}[{index}]"))];
    }

    public string Text() => TextOrNull() ?? throw Wrong("expected a text");

    public string? TextOrNull() => IsMissing ? null : Value.ValueKind == JsonValueKind.String ? Value.GetString() : throw Wrong("expected a text");

    /// <summary>One of the words, or nothing.</summary>
    public string? TextOrNull(IReadOnlyList<string> words) =>
        TextOrNull() is not { } word || words.Contains(word, StringComparer.Ordinal) ? TextOrNull() : throw Wrong($"expected one of {string.Join(", ", words)}");

    /// <summary>Of an object's properties.</summary>
    public IReadOnlyList<string> Names() =>
        IsMissing ? [] : Value.ValueKind == JsonValueKind.Object ? [.. Value.EnumerateObject().Select(p => p.Name)] : throw Wrong("expected an object");

    public bool Flag(bool otherwise = false) => IsMissing ? otherwise : Value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong("expected true or false"),
    };

    public bool? FlagOrNull() => IsMissing ? null : Flag();

    public int? Number() => IsMissing ? null : Value.ValueKind == JsonValueKind.Number && Value.TryGetInt32(out var number) ? number : throw Wrong("expected a whole number");

    public IReadOnlyList<string> Texts() => [.. Items().Select(i => i.Text())];

    /// <summary>One of the words of the contract.</summary>
    public T Word<T>(IReadOnlyDictionary<string, T> words) =>
        words.TryGetValue(Text(), out var value) ? value : throw Wrong($"expected one of {string.Join(", ", words.Keys)}");
}
