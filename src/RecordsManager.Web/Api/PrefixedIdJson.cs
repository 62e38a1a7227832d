using System.Text.Json;
using System.Text.Json.Serialization;
using RecordsManager.Domain;

namespace RecordsManager.Web.Api;

/// <summary>Ids leave the API as everywhere else: <c>rec_…</c>, <c>per_…</c>. They come in as strings and are parsed by the routes.</summary>
internal sealed class PrefixedIdJson : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsValueType && typeToConvert.Assembly == typeof(PrefixedId).Assembly && typeToConvert.GetField("Prefix") is { IsLiteral: true };

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<TId> : JsonConverter<TId>
        where TId : struct
    {
        public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Requests carry ids as text.");

        public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
