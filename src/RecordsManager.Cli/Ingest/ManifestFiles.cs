using System.Text.Json;

namespace RecordsManager.Cli.Ingest;

/// <summary>The files that a generic manifest names, as far as they lie here: what has an address of its own the server fetches.</summary>
internal static class ManifestFiles
{
    public static IReadOnlyList<DeliveryFile> Choose(string manifest, IReadOnlyList<string> folders)
    {
        if (!File.Exists(manifest))
        {
            throw Refusal.Usage($"{manifest} does not exist; the adapter manifest needs it.");
        }

        var found = new Dictionary<string, DeliveryFile>(StringComparer.Ordinal)
        {
            ["manifest.json"] = new("manifest.json", manifest),
        };
        foreach (var (name, otherName) in Named(manifest))
        {
            var path = Find(name, folders) ?? (otherName is null ? null : Find(otherName, folders));
            found[name] = path is not null
                ? new DeliveryFile(name, path)
                : throw Refusal.Usage($"The manifest names {name}, which is in none of: {string.Join(", ", folders)}. Nothing was sent. Use --files DIR to say where it lies.");
        }

        return [.. found.Values];
    }

    /// <summary>A file's <c>uri</c> where it is relative, else its <c>name</c>; the artifacts refer to the same list.</summary>
    private static IEnumerable<(string Name, string? OtherName)> Named(string manifest)
    {
        using var content = File.OpenRead(manifest);
        using var json = Parse(manifest, content);
        if (json.RootElement.ValueKind is not JsonValueKind.Object
            || !json.RootElement.TryGetProperty("files", out var files) || files.ValueKind is not JsonValueKind.Array)
        {
            yield break; // what is wrong with it is the adapter's to say, on the delivery's page
        }

        foreach (var file in files.EnumerateArray().Where(file => file.ValueKind is JsonValueKind.Object))
        {
            var uri = Text(file, "uri");
            var isHere = Text(file, "state") is not "missing" && (uri is null || !HasScheme(uri));
            if (isHere && (uri ?? Text(file, "name")) is { } name)
            {
                yield return (Inside(name), uri is not null && Text(file, "name") is { } other ? Inside(other) : null);
            }
        }
    }

    private static JsonDocument Parse(string manifest, Stream content)
    {
        try
        {
            return JsonDocument.Parse(content);
        }
        catch (JsonException error)
        {
            throw Refusal.Usage($"{manifest} is not JSON: {error.Message}");
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static bool HasScheme(string uri) => uri.IndexOf(':', StringComparison.Ordinal) is var colon and > 0
        && uri[..colon].All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '-' or '.');

    private static string Inside(string name)
    {
        var parts = name.Split('/');
        var leaves = name.Length == 0 || Path.IsPathRooted(name) || name.Contains('\\', StringComparison.Ordinal)
            || parts.Any(part => part is "" or "." or ".." || part.Contains('\0', StringComparison.Ordinal));
        return leaves ? throw Refusal.Usage($"The manifest names \"{name}\", which is not a file inside the delivery. Nothing was sent.") : name;
    }

    private static string? Find(string name, IReadOnlyList<string> folders)
    {
        foreach (var folder in folders)
        {
            var path = folder;
            var isLink = false;
            foreach (var part in name.Split('/'))
            {
                path = Path.Combine(path, part);
                isLink |= new FileInfo(path).LinkTarget is not null;
            }

            if (File.Exists(path))
            {
                return isLink ? throw Refusal.Usage($"{path} is a link, and links are not followed. Nothing was sent.") : path;
            }
        }

        return null;
    }
}
