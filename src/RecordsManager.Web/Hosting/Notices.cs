using RecordsManager.Domain.Consent;

namespace RecordsManager.Web.Hosting;

/// <summary>The first version of the notice, as the consent model asks for its content (consent-model.md, section 5).</summary>
internal static class Notices
{
    public static readonly IReadOnlyList<(string Language, NoticeText Text)> All =
    [
        ("en", Text(
            "May we keep the recording of your part of this call?",
            """
            This call is recorded for the organization named above. Questions go to whoever invited you, who also knows the data protection officer's contact.
            Keeping your part rests on your consent and on nothing else. It is kept encrypted, in files of its own, until the date named below; after 30 more days in the bin it is destroyed.
            If you do not agree, your part is destroyed and the call goes on being kept without you. You lose nothing by it.
            You may change your answer at any time while it is kept, on this page. You may also ask for a copy, for correction or for erasure, and complain to a data protection authority.
            """,
            "Your microphone, your camera and what you share on your screen are recorded, and what you write in the chat, so that the call can be watched again.",
            "What you say is written down word by word, so that the call can be searched and read.",
            "A computer makes a summary and finds topics and tasks in what you say. It decides nothing about anybody, and it does not recognise your voice or face.",
            "People who were invited to the call may watch your part, and people to whom they give a link that ends by itself. Every view is written down.",
            """
            This call is recorded for the organization that you are talking to. If you have questions, ask whoever invited you for the contact.
            It is kept so that the call can be watched or heard again, and rests on your consent alone.
            If you do not agree, your part is destroyed and you can go on talking.
            You can withdraw at any time, now by saying so, and later on the page whose address you can ask for; the whole notice is there.
            """)),
        ("de", Text(
            "Dürfen wir die Aufzeichnung Ihres Teils dieses Gesprächs behalten?",
            """
            Dieses Gespräch wird aufgezeichnet, für die oben genannte Organisation. Fragen beantwortet, wer Sie eingeladen hat; dort erfahren Sie auch den Kontakt des Datenschutzbeauftragten.
            Grundlage für das Aufbewahren Ihres Teils ist allein Ihre Einwilligung. Er wird verschlüsselt aufbewahrt, in eigenen Dateien, bis zu dem unten genannten Tag; nach weiteren 30 Tagen im Papierkorb wird er vernichtet.
            Wenn Sie nicht zustimmen, wird Ihr Teil vernichtet und das Gespräch ohne Sie weiter aufbewahrt. Ihnen entsteht dadurch kein Nachteil.
            Sie können Ihre Antwort jederzeit auf dieser Seite ändern, solange aufbewahrt wird. Sie können auch eine Kopie, eine Berichtigung oder die Löschung verlangen und sich bei einer Datenschutzbehörde beschweren.
            """,
            "Ihr Mikrofon, Ihre Kamera und was Sie auf Ihrem Bildschirm teilen, werden aufgezeichnet, dazu was Sie im Chat schreiben, damit das Gespräch noch einmal angesehen werden kann.",
            "Was Sie sagen, wird Wort für Wort niedergeschrieben, damit das Gespräch durchsucht und gelesen werden kann.",
            "Ein Computer fasst zusammen und findet Themen und Aufgaben in dem, was Sie sagen. Er entscheidet nichts über jemanden und erkennt weder Ihre Stimme noch Ihr Gesicht.",
            "Die Eingeladenen können Ihren Teil ansehen, und wer von ihnen einen Link bekommt, der von selbst endet. Jede Ansicht wird festgehalten.",
            """
            Dieses Gespräch wird aufgezeichnet, für die Organisation, mit der Sie sprechen. Bei Fragen nennt Ihnen den Kontakt, wer Sie eingeladen hat.
            Es wird aufbewahrt, damit es noch einmal angesehen oder angehört werden kann; Grundlage ist allein Ihre Einwilligung.
            Wenn Sie nicht zustimmen, wird Ihr Teil vernichtet, und Sie können weitersprechen.
            Den Widerruf können Sie jederzeit erklären, jetzt mündlich und später auf der Seite, deren Adresse Sie verlangen können; dort steht auch der ganze Hinweis.
            """)),
        ("ar", Text(
            "هل تسمح لنا بالاحتفاظ بتسجيل الجزء الخاص بك من هذه المكالمة؟",
            """
            هذه المكالمة مسجَّلة لصالح الجهة المذكورة أعلاه. وجِّه أسئلتك إلى من دعاك، ولديه أيضًا بيانات التواصل مع مسؤول حماية البيانات.
            أساس الاحتفاظ بالجزء الخاص بك هو موافقتك وحدها. يُحفظ مشفَّرًا في ملفات مستقلة حتى التاريخ المذكور أدناه، ثم يُتلَف بعد 30 يومًا أخرى في سلة المحذوفات.
            إذا لم توافق، يُتلَف الجزء الخاص بك ويُحتفظ بالمكالمة من دونك، ولا يلحق بك أي ضرر بسبب ذلك.
            يمكنك تغيير إجابتك في أي وقت على هذه الصفحة ما دام التسجيل محفوظًا. ويمكنك أيضًا طلب نسخة أو تصحيح أو محو، وتقديم شكوى إلى سلطة حماية البيانات.
            """,
            "يُسجَّل الميكروفون والكاميرا وما تشاركه على شاشتك، وكذلك ما تكتبه في الدردشة، لتمكين مشاهدة المكالمة مرة أخرى.",
            "يُكتب ما تقوله كلمة بكلمة، ليمكن البحث في المكالمة وقراءتها.",
            "يُلخِّص حاسوبٌ ما تقوله ويستخرج منه المواضيع والمهام بطريقة آلية. وهو لا يتخذ أي قرار بشأن أحد، ولا يتعرف على صوتك أو وجهك.",
            "يمكن للمدعوين أن يشاهدوا الجزء الخاص بك، وكذلك من يعطونه رابطًا ينتهي من تلقاء نفسه. وتُدوَّن كل مشاهدة.",
            """
            هذه المكالمة مسجَّلة لصالح الجهة التي تتحدث معها. وللتواصل والأسئلة ارجع إلى من دعاك.
            يُحتفظ بها لتمكين مشاهدتها أو سماعها مرة أخرى، وأساس ذلك موافقتك وحدها.
            إذا لم توافق، يُتلَف الجزء الخاص بك ويمكنك متابعة الحديث.
            يمكنك سحب موافقتك في أي وقت: الآن بالقول، ولاحقًا على الصفحة التي يمكنك طلب عنوانها، وفيها الإشعار كاملًا.
            """)),
    ];

    private static NoticeText Text(string title, string body, string recording, string transcription, string ai, string sharing, string spoken) => NoticeText.Of(title, body,
    [
        new(Purpose.Recording, recording), new(Purpose.Transcription, transcription), new(Purpose.Ai, ai), new(Purpose.Sharing, sharing),
    ], spoken);
}
