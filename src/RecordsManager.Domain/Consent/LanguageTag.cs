namespace RecordsManager.Domain.Consent;

/// <summary>Languages as BCP 47 writes them.</summary>
public static class LanguageTag
{
    /// <summary>The primary subtag: de-CH is served by de, and en by en-GB.</summary>
    public static string Primary(string language) => language.Split('-')[0].ToLowerInvariant();

    public static bool Serves(string language, string asked) => Primary(language) == Primary(asked);
}
