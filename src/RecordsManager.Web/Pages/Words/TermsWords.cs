using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Retention;

namespace RecordsManager.Web.Pages.Words;

/// <summary>Terms of a policy, in the languages of the pages for participants.</summary>
public static class TermsWords
{
    /// <param name="iso">As a retention policy keeps it, P90D.</param>
    public static string Period(string iso, string language)
    {
        var period = RetentionPeriod.Parse(iso).Value;
        return string.Join(language == "ar" ? " و" : ", ", new[] { (period.Years, 'Y'), (period.Months, 'M'), (period.Days, 'D') }
            .Where(part => part.Item1 > 0 || (iso == "P0D" && part.Item2 == 'D')).Select(part => Counted(part.Item1, part.Item2, language)));
    }

    public static string Of(LawfulBasis basis, string language) => (basis, language) switch
    {
        (LawfulBasis.Consent, "de") => "Ihrer Einwilligung",
        (LawfulBasis.Consent, "ar") => "موافقتك",
        (LawfulBasis.Consent, _) => "your consent",
        (LawfulBasis.LegitimateInterests, "de") => "berechtigten Interessen",
        (LawfulBasis.LegitimateInterests, "ar") => "مصلحة مشروعة",
        (LawfulBasis.LegitimateInterests, _) => "legitimate interests",
        (LawfulBasis.LegalObligation, "de") => "einer rechtlichen Verpflichtung",
        (LawfulBasis.LegalObligation, "ar") => "التزام قانوني",
        (LawfulBasis.LegalObligation, _) => "a legal obligation",
        (LawfulBasis.Contract, "de") => "einem Vertrag mit Ihnen",
        (LawfulBasis.Contract, "ar") => "عقد معك",
        (LawfulBasis.Contract, _) => "a contract with you",
        (LawfulBasis.PublicTask, "de") => "einer öffentlichen Aufgabe",
        (LawfulBasis.PublicTask, "ar") => "مهمة عامة",
        (LawfulBasis.PublicTask, _) => "a public task",
        (_, "de") => "einer gesetzlichen Ausnahme",
        (_, "ar") => "استثناء قانوني",
        _ => "an exemption by statute",
    };

    private static string Counted(int count, char unit, string language) => (language, unit) switch
    {
        ("de", 'Y') => Plural(count, "Jahr", "Jahre"),
        ("de", 'M') => Plural(count, "Monat", "Monate"),
        ("de", _) => Plural(count, "Tag", "Tage"),
        ("ar", 'Y') => Arabic(count, "سنة", "سنتان", "سنوات", "سنة"),
        ("ar", 'M') => Arabic(count, "شهر", "شهران", "أشهر", "شهرًا"),
        ("ar", _) => Arabic(count, "يوم", "يومان", "أيام", "يومًا"),
        (_, 'Y') => Plural(count, "year", "years"),
        (_, 'M') => Plural(count, "month", "months"),
        _ => Plural(count, "day", "days"),
    };

    private static string Plural(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";

    /// <summary>Counted things change by the number's last two digits (CLDR's plural rules of Arabic).</summary>
    private static string Arabic(int count, string one, string two, string few, string many) => (count, count % 100) switch
    {
        (1, _) => one,
        (2, _) => two,
        (_, >= 3 and <= 10) => $"{count} {few}",
        (_, >= 11) => $"{count} {many}",
        _ => $"{count} {one}",
    };
}
