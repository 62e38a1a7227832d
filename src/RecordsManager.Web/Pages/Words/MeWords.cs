using RecordsManager.Application.Consent;
using RecordsManager.Domain.Consent;

namespace RecordsManager.Web.Pages.Words;

/// <summary>What the page of one's own recordings says, and the printed receipt.</summary>
public sealed record MeWords(
    string Language, string Title, string Lede, string NoneYet, string Kept, string Locked, string Destroyed, string Nothing, string Change, string Answers, string Receipt, string Download,
    string Agreed, string Refused, string Withdrawn, string Told, string ByGuardian, string ByAgent, string WordsShown, string Hash, string NoWords, string Verify, string Call, string Back, string Erase,
    string KeptFor, string RestsOn, string Contact)
{
    private static readonly MeWords[] All =
    [
        new("en", "What {0} has of you", "{1}, these are the calls you were in and everything you answered. Nobody else's answers are shown here.", "There is no call with you in it.",
            "Your part is kept until", "Your part is locked; without your yes it is destroyed on", "Your part was destroyed.", "Nothing of you has arrived.", "Change or withdraw", "What you answered", "Receipt", "Download the signed receipt",
            "You agreed", "You did not agree", "You took your agreement back", "You were told", "by a parent or guardian", "written down by somebody who heard it", "The words that were shown", "SHA-256 of these words", "No text was shown on a page; the answer was given in another way.",
            "The downloaded file is signed. How to check the signature without us is written in the documentation, docs/asking.md.", "Call", "All my recordings", "You may also ask for a copy, for correction or for erasure of everything: ask who invited you.",
            "To be kept for", "Rests on", "Contact for your data"),
        new("de", "Was {0} von Ihnen hat", "{1}, das sind die Gespräche, an denen Sie teilnahmen, und alles, was Sie geantwortet haben. Antworten anderer stehen hier nicht.", "Es gibt kein Gespräch mit Ihnen.",
            "Ihr Teil wird aufbewahrt bis", "Ihr Teil ist gesperrt; ohne Ihr Ja wird er vernichtet am", "Ihr Teil wurde vernichtet.", "Von Ihnen ist nichts angekommen.", "Ändern oder widerrufen", "Was Sie geantwortet haben", "Quittung", "Signierte Quittung herunterladen",
            "Sie haben zugestimmt", "Sie haben nicht zugestimmt", "Sie haben Ihre Zustimmung zurückgenommen", "Ihnen wurde es gesagt", "durch einen Elternteil oder Vormund", "aufgeschrieben von jemandem, der es hörte", "Die Worte, die gezeigt wurden", "SHA-256 dieser Worte", "Es wurde kein Text auf einer Seite gezeigt; geantwortet wurde auf anderem Weg.",
            "Die heruntergeladene Datei ist signiert. Wie die Signatur ohne uns geprüft wird, steht in der Dokumentation, docs/asking.md.", "Gespräch", "Alle meine Aufzeichnungen", "Sie können auch eine Kopie, eine Berichtigung oder die Löschung von allem verlangen: Fragen Sie, wer Sie eingeladen hat.",
            "Aufzubewahren für", "Beruht auf", "Kontakt zu Ihren Daten"),
        new("ar", "ما لدى {0} عنك", "{1}، هذه هي المكالمات التي كنت فيها وكل ما أجبت به. ولا تظهر هنا أجوبة غيرك.", "لا توجد مكالمة كنت فيها.",
            "يُحتفظ بما يخصّك حتى", "ما يخصّك مقفل؛ ومن دون موافقتك يُتلف يوم", "أُتلف ما يخصّك.", "لم يصل شيء يخصّك.", "التغيير أو السحب", "ما أجبت به", "الإيصال", "تنزيل الإيصال الموقَّع",
            "وافقت", "لم توافق", "سحبت موافقتك", "أُبلغت", "من أحد الوالدين أو الوصي", "دوّنها من سمعها", "النص الذي عُرض", "‏SHA-256 لهذا النص", "لم يُعرض نص على صفحة؛ أُعطي الجواب بطريقة أخرى.",
            "الملف المنزَّل موقَّع. وطريقة التحقق من التوقيع من دوننا مكتوبة في الوثائق: docs/asking.md.", "المكالمة", "كل تسجيلاتي", "يمكنك أيضًا طلب نسخة أو تصحيح أو محو كل شيء: اسأل من دعاك.",
            "مدة الحفظ", "الأساس", "للتواصل بشأن بياناتك"),
    ];

    public static MeWords In(string language) => Array.Find(All, w => language.StartsWith(w.Language, StringComparison.OrdinalIgnoreCase)) ?? All[0];

    public string Say(ConsentEventKind kind) => kind switch
    {
        ConsentEventKind.Granted or ConsentEventKind.Continued => Agreed,
        ConsentEventKind.Refused or ConsentEventKind.Objected => Refused,
        ConsentEventKind.Withdrawn => Withdrawn,
        _ => Told,
    };

    public string? Say(ConsentSpeaker by) => by switch
    {
        ConsentSpeaker.Guardian => ByGuardian,
        ConsentSpeaker.Agent => ByAgent,
        _ => null,
    };

    public string Say(ShowMyRecordings.MyPart part) => part switch
    {
        ShowMyRecordings.MyPart.Kept => Kept,
        ShowMyRecordings.MyPart.Locked => Locked,
        ShowMyRecordings.MyPart.Destroyed => Destroyed,
        _ => Nothing,
    };
}
