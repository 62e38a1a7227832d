namespace RecordsManager.Web.Pages.Words;

/// <summary>What the consent page says around the notice, in the notice's language. The notice itself is in the database.</summary>
public sealed record ConsentWords(
    string Language,
    string Name,
    string Question,
    string YouWereIn,
    string On,
    string NobodySees,
    string HowLong,
    string Until,
    string IfNot,
    string IfNotMeans,
    string IfNotMeansBy,
    string IfSilent,
    string IfSilentMeans,
    string Agree,
    string Disagree,
    string ChangeLater,
    string NoticeLine,
    string ThanksAgreed,
    string ThanksRefused,
    string KeptUntil,
    string StaysLocked,
    string ChangeMind,
    string Receipt,
    string Answer,
    string Given,
    string WordsShown,
    string Number,
    string ErrorTitle,
    string ErrorChoose,
    string UnknownTitle,
    string UnknownText,
    string UnknownTodo,
    string LanguageLabel)
{
    public static readonly ConsentWords English = new(
        "en", "English",
        "May {0} keep your part of this call?",
        "You were in", "on", "Nobody can see or hear your part unless you agree.",
        "How long", "Until",
        "If you do not agree,", "your part stays locked: nobody sees or hears it, and it is destroyed.", "your part stays locked: nobody sees or hears it. It is destroyed on",
        "If you do not answer,", "your part is destroyed on",
        "I agree", "I do not agree",
        "You can change your answer at any time with this same link.",
        "Notice version {0}, English",
        "Thank you. You agreed.", "Thank you. You did not agree.",
        "Your part is kept until", "Nobody sees or hears your part.",
        "Change my answer", "Your receipt", "Answer", "Given", "Words shown", "Number",
        "Your answer is missing", "Choose one of the two answers.",
        "We do not know this question", "It was answered in another way, its time is over, or part of the address is missing.", "Ask who invited you for a new link.",
        "Language");

    private static readonly ConsentWords German = new(
        "de", "Deutsch",
        "Darf {0} Ihren Teil dieses Gesprächs aufbewahren?",
        "Sie waren dabei:", "am", "Niemand kann Ihren Teil sehen oder hören, solange Sie nicht zustimmen.",
        "Wie lange", "Bis",
        "Wenn Sie nicht zustimmen,", "bleibt Ihr Teil gesperrt: Niemand sieht oder hört ihn, und er wird vernichtet.", "bleibt Ihr Teil gesperrt: Niemand sieht oder hört ihn. Vernichtet wird er am",
        "Wenn Sie nicht antworten,", "wird Ihr Teil vernichtet am",
        "Ich stimme zu", "Ich stimme nicht zu",
        "Sie können Ihre Antwort jederzeit mit demselben Link ändern.",
        "Hinweis, Fassung {0}, Deutsch",
        "Danke. Sie haben zugestimmt.", "Danke. Sie haben nicht zugestimmt.",
        "Ihr Teil wird aufbewahrt bis", "Niemand sieht oder hört Ihren Teil.",
        "Antwort ändern", "Ihre Quittung", "Antwort", "Gegeben", "Gezeigter Text", "Nummer",
        "Ihre Antwort fehlt", "Wählen Sie eine der beiden Antworten.",
        "Wir kennen diese Frage nicht", "Ihre Zeit ist vorbei, oder ein Teil der Adresse fehlt.", "Bitten Sie die Person, die Sie eingeladen hat, um einen neuen Link.",
        "Sprache");

    private static readonly ConsentWords Arabic = new(
        "ar", "العربية",
        "هل تسمح لـ {0} بالاحتفاظ بما يخصّك من هذه المكالمة؟",
        "كنت حاضرًا في مكالمة", "يوم", "لا يستطيع أحد أن يرى أو يسمع ما يخصّك ما لم توافق.",
        "إلى متى", "حتى",
        "إن لم توافق،", "يبقى ما يخصّك مقفلًا: لا يراه ولا يسمعه أحد، ثم يُتلف.", "يبقى ما يخصّك مقفلًا: لا يراه ولا يسمعه أحد. ويُتلف يوم",
        "إن لم تُجب،", "يُتلف ما يخصّك يوم",
        "أوافق", "لا أوافق",
        "يمكنك تغيير جوابك في أي وقت بهذا الرابط نفسه.",
        "الإشعار، النسخة {0}، بالعربية",
        "شكرًا لك. لقد وافقت.", "شكرًا لك. لم توافق.",
        "نحتفظ بما يخصّك حتى", "لا أحد يرى أو يسمع ما يخصّك.",
        "تغيير جوابي", "إيصالك", "الجواب", "التاريخ", "النص المعروض", "الرقم",
        "جوابك غير موجود", "اختر أحد الجوابين.",
        "لا نعرف هذا السؤال", "ربما انتهت مدته، أو ينقص جزء من العنوان.", "اطلب رابطًا جديدًا ممّن دعاك.",
        "اللغة");

    private static readonly ConsentWords[] All = [English, German, Arabic];

    public static ConsentWords In(string language) =>
        Array.Find(All, w => language.StartsWith(w.Language, StringComparison.OrdinalIgnoreCase)) ?? English;
}
