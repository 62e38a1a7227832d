using System.Globalization;
using RecordsManager.Domain.Consent;

namespace RecordsManager.Web.Pages.Words;

/// <summary>What the admin's page says of notices.</summary>
public static class NoticeWords
{
    public static string Language(string tag)
    {
        try
        {
            return CultureInfo.GetCultureInfo(tag).EnglishName;
        }
        catch (CultureNotFoundException)
        {
            return tag;
        }
    }

    public static string Purpose(string purpose) => purpose switch
    {
        Domain.Consent.Purpose.Recording => "Recording: always asked for",
        Domain.Consent.Purpose.Transcription => "Transcription: writing down what is said",
        Domain.Consent.Purpose.Ai => "AI: summaries, topics, tasks",
        Domain.Consent.Purpose.Sharing => "Sharing: showing it to others",
        _ => $"Your own: {purpose}",
    };

    public static string Missing(IReadOnlyList<NoticePoint>? missing) => missing switch
    {
        null => "we have no word list for this language",
        [] => "none",
        _ => string.Join("; ", missing.Select(Point)),
    };

    public static string Point(NoticePoint point) => point switch
    {
        NoticePoint.IsRecorded => "1 that the call is recorded, not that it may be",
        NoticePoint.WhoAndContact => "2 who records, and the contact",
        NoticePoint.PurposeAndBasis => "3 each purpose and its legal basis",
        NoticePoint.RecipientsAndTransfers => "4 who receives it, and where to",
        NoticePoint.RetentionPeriod => "5 how long it is kept",
        NoticePoint.RightsAndHow => "6 the rights, and how to use them now",
        NoticePoint.RefusalAndAlternative => "7 what happens after a no",
        NoticePoint.AuthorityComplaint => "8 complaint to an authority",
        NoticePoint.BiometricsAndAutomatedUse => "9 biometrics and automated use",
        _ => "10 use in court (only for Wisconsin)",
    };
}
