using System.Text.Json;
using RecordsManager.Ingest.Generic;
using RecordsManager.TestSupport;

namespace RecordsManager.Ingest.Tests.Generic;

public sealed class PublishingTheSchema
{
    private static readonly JsonElement Schema = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(Fixtures.Repository, "docs/ingest/recman.delivery-1.schema.json"))).RootElement;

    private static IEnumerable<string?> Enumeration(string definition, string member) =>
        Schema.GetProperty("$defs").GetProperty(definition).GetProperty("properties").GetProperty(member).GetProperty("enum").EnumerateArray().Select(v => v.GetString());

    [Fact]
    public void Lists_the_codecs_that_are_accepted() =>
        Assert.Equal(TrackKinds.AudioCodecs.Concat(TrackKinds.VideoCodecs), Enumeration("track", "codec"));

    [Fact]
    public void Lists_the_kinds_that_are_accepted() =>
        Assert.All(Enumeration("track", "kind"), kind => Assert.True(TrackKinds.Parse(kind!) is not null || TrackKinds.Ignored.Contains(kind!), kind));

    [Theory]
    [InlineData("janus-call-a")]
    [InlineData("werift-call-c")]
    public void Describes_every_member_that_the_generator_writes(string fixture)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Fixtures.At($"{fixture}/delivery/manifest.json")));

        Assert.Equal(DeliveryManifestReader.Schema, Schema.GetProperty("properties").GetProperty("schema").GetProperty("const").GetString());
        Assert.All(manifest.RootElement.EnumerateObject(), m => Assert.True(Schema.GetProperty("properties").TryGetProperty(m.Name, out _), m.Name));
        Assert.All(Schema.GetProperty("required").EnumerateArray(), r => Assert.True(manifest.RootElement.TryGetProperty(r.GetString()!, out _), r.GetString()));
    }
}
