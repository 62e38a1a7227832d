namespace RecordsManager.Domain;

/// <summary>The text form of every identifier: a prefix that names its kind, then the UUID without dashes.</summary>
public static class PrefixedId
{
    public static string Write(string prefix, Guid value) => prefix + value.ToString("N");

    public static bool TryParse(string prefix, string? text, out Guid value)
    {
        value = default;
        return text is not null
            && text.StartsWith(prefix, StringComparison.Ordinal)
            && Guid.TryParseExact(text.AsSpan(prefix.Length), "N", out value);
    }
}
