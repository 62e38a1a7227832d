using System.Text.Json;

namespace RecordsManager.Application.Recordings;

/// <summary>A rendition's table of contents as it lies in <c>derivatives.contents</c>.</summary>
public static class RenditionJson
{
    public static string Write(Rendition rendition) => JsonSerializer.Serialize(rendition);

    public static Rendition Read(string json) => JsonSerializer.Deserialize<Rendition>(json)!;
}
