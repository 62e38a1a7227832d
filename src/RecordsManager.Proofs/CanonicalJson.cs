using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RecordsManager.Proofs;

/// <summary>
/// JSON Canonicalization Scheme (RFC 8785): one document, one sequence of bytes. Reads strictly (I-JSON, RFC 7493): a
/// duplicate key, a lone surrogate, malformed UTF-8 or a number that no double holds is refused rather than repaired.
/// </summary>
public static class CanonicalJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, AllowTrailingCommas = false, CommentHandling = JsonCommentHandling.Disallow, MaxDepth = 64 };
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The canonical bytes of any JSON text.</summary>
    /// <exception cref="ProofFormatException">It is no I-JSON.</exception>
    public static byte[] Canonicalize(ReadOnlyMemory<byte> json)
    {
        using var document = Read(json);
        return Of(document.RootElement);
    }

    /// <summary>Reads strictly; keys and strings of the document are known to be well-formed.</summary>
    /// <exception cref="ProofFormatException">It is no I-JSON.</exception>
    public static JsonDocument Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            _ = Utf8.GetCharCount(json.Span);
            var document = JsonDocument.Parse(json, Strict);
            _ = Of(document.RootElement);
            return document;
        }
        catch (Exception broken) when (broken is JsonException or DecoderFallbackException or InvalidOperationException or ArgumentException)
        {
            throw new ProofFormatException("This is not JSON of which there is only one reading: " + broken.Message, broken);
        }
    }

    public static byte[] Of(JsonElement element)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(element, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The canonical bytes of an object all of whose values are strings.</summary>
    public static byte[] Of(IReadOnlyDictionary<string, string> members)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(members, output);
        return output.WrittenSpan.ToArray();
    }

    internal static void Write(IReadOnlyDictionary<string, string> members, ArrayBufferWriter<byte> output)
    {
        output.Write("{"u8);
        var first = true;
        foreach (var (name, value) in members.OrderBy(m => m.Key, StringComparer.Ordinal)) // ordinal is the order of UTF-16 code units
        {
            WriteName(name, ref first, output);
            Write(value, output);
        }

        output.Write("}"u8);
    }

    /// <summary>As RFC 8785 section 3.2.2.2: what JSON must escape, shortest, and nothing else.</summary>
    internal static void Write(string text, ArrayBufferWriter<byte> output)
    {
        output.Write("\""u8);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var plain = rest.IndexOfAny(Escaped);
            WriteUtf8(plain < 0 ? rest : rest[..plain], output);
            if (plain < 0)
            {
                break;
            }

            WriteEscaped(rest[plain], output);
            rest = rest[(plain + 1)..];
        }

        output.Write("\""u8);
    }

    /// <summary>As ECMAScript writes a number (RFC 8785 section 3.2.2.3): the shortest digits that read back as the same double.</summary>
    internal static string Number(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ProofFormatException("JSON has no number that is not finite.");
        }

        if (value == 0)
        {
            return "0"; // also minus zero
        }

        var (digits, point) = Decimal(Math.Abs(value).ToString("R", CultureInfo.InvariantCulture)); // shortest that reads back
        return (value < 0 ? "-" : "") + Layout(digits, point);
    }

    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\']);

    private static void Write(JsonElement element, ArrayBufferWriter<byte> output)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                output.Write("{"u8);
                var first = true;
                foreach (var member in element.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
                {
                    WriteName(member.Name, ref first, output);
                    Write(member.Value, output);
                }

                output.Write("}"u8);
                break;
            case JsonValueKind.Array:
                output.Write("["u8);
                var separate = false;
                foreach (var item in element.EnumerateArray())
                {
                    if (separate)
                    {
                        output.Write(","u8);
                    }

                    separate = true;
                    Write(item, output);
                }

                output.Write("]"u8);
                break;
            case JsonValueKind.String:
                Write(element.GetString()!, output);
                break;
            case JsonValueKind.Number:
                WriteUtf8(Number(double.Parse(element.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture)), output);
                break;
            default:
                WriteUtf8(element.GetRawText(), output); // true, false, null
                break;
        }
    }

    private static void WriteName(string name, ref bool first, ArrayBufferWriter<byte> output)
    {
        if (!first)
        {
            output.Write(","u8);
        }

        first = false;
        Write(name, output);
        output.Write(":"u8);
    }

    private static void WriteEscaped(char character, ArrayBufferWriter<byte> output)
    {
        var escape = character switch
        {
            '\b' => "\\b",
            '\t' => "\\t",
            '\n' => "\\n",
            '\f' => "\\f",
            '\r' => "\\r",
            '"' => "\\\"",
            '\\' => "\\\\",
            _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
        };
        WriteUtf8(escape, output);
    }

    private static void WriteUtf8(ReadOnlySpan<char> text, ArrayBufferWriter<byte> output)
    {
        try
        {
            var written = Utf8.GetBytes(text, output.GetSpan(Utf8.GetMaxByteCount(text.Length)));
            output.Advance(written);
        }
        catch (EncoderFallbackException lone)
        {
            throw new ProofFormatException("A string has half of a surrogate pair.", lone);
        }
    }

    /// <summary>Significant digits without trailing zeros, and where the decimal point stands: value = 0.digits · 10^point.</summary>
    private static (string Digits, int Point) Decimal(string number)
    {
        var exponentAt = number.IndexOf('E', StringComparison.Ordinal);
        var exponent = exponentAt < 0 ? 0 : int.Parse(number.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = exponentAt < 0 ? number : number[..exponentAt];
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        var point = (dot < 0 ? mantissa.Length : dot) + exponent;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var leading = digits.Length - digits.TrimStart('0').Length;
        return (digits.Trim('0'), point - leading);
    }

    /// <summary>ECMA-262 Number::toString: plain from 10^-6 up to 10^21, with an exponent beyond.</summary>
    private static string Layout(string digits, int point)
    {
        if (point is > 0 and <= 21)
        {
            return digits.Length <= point ? digits.PadRight(point, '0') : digits[..point] + "." + digits[point..];
        }

        if (point is > -6 and <= 0)
        {
            return "0." + new string('0', -point) + digits;
        }

        var exponent = point - 1;
        return digits[..1] + (digits.Length > 1 ? "." + digits[1..] : "") + (exponent < 0 ? "e-" : "e+") + Math.Abs(exponent).ToString(CultureInfo.InvariantCulture);
    }
}
