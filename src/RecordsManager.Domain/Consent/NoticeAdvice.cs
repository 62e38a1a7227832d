namespace RecordsManager.Domain.Consent;

/// <summary>The ten points that a notice has to make (consent-model.md, section 5).</summary>
public enum NoticePoint
{
    IsRecorded = 1,
    WhoAndContact,
    PurposeAndBasis,
    RecipientsAndTransfers,
    RetentionPeriod,
    RightsAndHow,
    RefusalAndAlternative,
    AuthorityComplaint,
    BiometricsAndAutomatedUse,

    /// <summary>Only where somebody may be in Wisconsin (Wis. Stat. 885.365).</summary>
    MayBeUsedInCourt,
}

/// <summary>
/// Looks in a notice for words of each point. Advice, not judgement: words may be there and say nothing, and a point may be
/// made in words that are not looked for. Languages without a word list get no advice.
/// </summary>
public static class NoticeAdvice
{
    /// <summary>The short spoken layer makes these; the rest is in the written one, of which it says where it is.</summary>
    private static readonly NoticePoint[] Spoken =
        [NoticePoint.IsRecorded, NoticePoint.WhoAndContact, NoticePoint.PurposeAndBasis, NoticePoint.RightsAndHow, NoticePoint.RefusalAndAlternative];

    private static readonly Dictionary<string, Dictionary<NoticePoint, string[]>> Words = new(StringComparer.Ordinal)
    {
        ["en"] = new()
        {
            [NoticePoint.IsRecorded] = ["is recorded", "are recorded", "is being recorded", "we record"],
            [NoticePoint.WhoAndContact] = ["contact", "questions", "data protection officer", "@"],
            [NoticePoint.PurposeAndBasis] = ["rests on", "legal basis", "your consent", "your agreement", "legitimate interest"],
            [NoticePoint.RecipientsAndTransfers] = ["who can watch", "who may watch", "recipients", "is shared with", "receive"],
            [NoticePoint.RetentionPeriod] = ["days", "months", "years", "how long", "retention"],
            [NoticePoint.RightsAndHow] = ["change your answer", "withdraw", "object", "take it back"],
            [NoticePoint.RefusalAndAlternative] = ["if you do not agree", "if you refuse", "if you say no"],
            [NoticePoint.AuthorityComplaint] = ["authority", "complain", "supervisory"],
            [NoticePoint.BiometricsAndAutomatedUse] = ["voice or face", "biometric", "automated", "voiceprint"],
            [NoticePoint.MayBeUsedInCourt] = ["court"],
        },
        ["de"] = new()
        {
            [NoticePoint.IsRecorded] = ["wird aufgezeichnet", "werden aufgezeichnet", "zeichnen auf"],
            [NoticePoint.WhoAndContact] = ["kontakt", "fragen", "datenschutzbeauftragt", "@"],
            [NoticePoint.PurposeAndBasis] = ["grundlage", "ihre einwilligung", "ihrer einwilligung", "ihre zustimmung", "berechtigte"],
            [NoticePoint.RecipientsAndTransfers] = ["wer es sehen", "ansehen können", "empfänger", "weitergegeben", "erhalten"],
            [NoticePoint.RetentionPeriod] = ["tage", "monate", "jahre", "wie lange", "frist"],
            [NoticePoint.RightsAndHow] = ["antwort jederzeit", "widerruf", "widersprechen", "zurücknehmen"],
            [NoticePoint.RefusalAndAlternative] = ["wenn sie nicht zustimmen", "wenn sie nicht einwilligen", "wenn sie ablehnen"],
            [NoticePoint.AuthorityComplaint] = ["behörde", "beschwer", "aufsicht"],
            [NoticePoint.BiometricsAndAutomatedUse] = ["stimme oder", "biometri", "automatisiert"],
            [NoticePoint.MayBeUsedInCourt] = ["gericht"],
        },
        ["ar"] = new()
        {
            [NoticePoint.IsRecorded] = ["مسج", "نسجل", "تُسجَّل"],
            [NoticePoint.WhoAndContact] = ["للتواصل", "للأسئلة", "أسئلتك", "@"],
            [NoticePoint.PurposeAndBasis] = ["أساس", "موافقتك", "مصلحة مشروعة"],
            [NoticePoint.RecipientsAndTransfers] = ["يشاهد", "المدعو", "الجهات التي تتلقى"],
            [NoticePoint.RetentionPeriod] = ["يوم", "شهر", "سنة", "مدة الحفظ"],
            [NoticePoint.RightsAndHow] = ["تغيير إجابتك", "سحب", "الاعتراض"],
            [NoticePoint.RefusalAndAlternative] = ["إذا لم توافق", "إن لم توافق", "إذا رفضت"],
            [NoticePoint.AuthorityComplaint] = ["سلطة", "شكوى"],
            [NoticePoint.BiometricsAndAutomatedUse] = ["صوتك أو وجهك", "بصمة", "آلية"],
            [NoticePoint.MayBeUsedInCourt] = ["محكمة", "القضاء"],
        },
    };

    /// <returns>The points for which no word was found; null where the language has no word list.</returns>
    public static IReadOnlyList<NoticePoint>? Missing(string language, NoticeText text) => Missing(language, text.Canonical, Enum.GetValues<NoticePoint>());

    /// <returns>The points of the spoken layer for which no word was found: all of them where nothing is spoken; null where the language has no word list.</returns>
    public static IReadOnlyList<NoticePoint>? MissingSpoken(string language, NoticeText text) => Missing(language, text.Spoken ?? "", Spoken);

    private static IReadOnlyList<NoticePoint>? Missing(string language, string said, NoticePoint[] wanted)
    {
        if (!Words.TryGetValue(LanguageTag.Primary(language), out var points))
        {
            return null;
        }

        return [.. points.Where(p => wanted.Contains(p.Key) && !p.Value.Any(word => said.Contains(word, StringComparison.OrdinalIgnoreCase))).Select(p => p.Key).Order()];
    }
}
