namespace RecordsManager.Web.Hosting;

/// <summary>The first version of the notice, as the consent model asks for its content (consent-model.md, section 5).</summary>
internal static class Notices
{
    public static readonly IReadOnlyList<(string Language, string Title, string Body)> All =
    [
        ("en", "May we keep the recording of your part of this call?",
            """
            This call is recorded: your microphone, your camera and what you share on your screen, each in a file of its own, and what you write in the chat.
            The purpose is to let the people who were invited watch the call again. Nobody uses it for training, for automated decisions or for recognising your voice or face.
            It is kept encrypted. It goes to the bin when its retention ends and is destroyed after that.
            If you do not agree, your part is destroyed and the call goes on being kept without you. You lose nothing by it.
            You may change your answer at any time while it is kept, on this page. You may also ask for a copy, for correction or for erasure, and complain to a data protection authority.
            """),
        ("de", "Dürfen wir die Aufzeichnung Ihres Teils dieses Gesprächs behalten?",
            """
            Dieses Gespräch wird aufgezeichnet: Ihr Mikrofon, Ihre Kamera und was Sie auf Ihrem Bildschirm teilen, jeweils in einer eigenen Datei, und was Sie im Chat schreiben.
            Der Zweck ist, dass die Eingeladenen das Gespräch noch einmal ansehen können. Niemand verwendet es für Schulungen, für automatisierte Entscheidungen oder zur Erkennung Ihrer Stimme oder Ihres Gesichts.
            Es wird verschlüsselt aufbewahrt. Am Ende der Aufbewahrungsfrist kommt es in den Papierkorb und wird danach vernichtet.
            Wenn Sie nicht einwilligen, wird Ihr Teil vernichtet und das Gespräch ohne Sie weiter aufbewahrt. Ihnen entsteht dadurch kein Nachteil.
            Sie können Ihre Antwort jederzeit auf dieser Seite ändern, solange aufbewahrt wird. Sie können auch eine Kopie, eine Berichtigung oder die Löschung verlangen und sich bei einer Datenschutzbehörde beschweren.
            """),
        ("ar", "هل تسمح لنا بالاحتفاظ بتسجيل الجزء الخاص بك من هذه المكالمة؟",
            """
            هذه المكالمة مسجَّلة: الميكروفون والكاميرا وما تشاركه على شاشتك، كلٌّ في ملف مستقل، وكذلك ما تكتبه في الدردشة.
            الغرض هو تمكين المدعوين من مشاهدة المكالمة مرة أخرى. لا يستخدمها أحد للتدريب أو لاتخاذ قرارات آلية أو للتعرف على صوتك أو وجهك.
            يُحفظ التسجيل مشفَّرًا. وعند انتهاء مدة الحفظ يُنقل إلى سلة المحذوفات ثم يُتلَف.
            إذا لم توافق، يُتلَف الجزء الخاص بك ويُحتفظ بالمكالمة من دونك، ولا يلحق بك أي ضرر بسبب ذلك.
            يمكنك تغيير إجابتك في أي وقت على هذه الصفحة ما دام التسجيل محفوظًا. ويمكنك أيضًا طلب نسخة أو تصحيح أو محو، وتقديم شكوى إلى سلطة حماية البيانات.
            """),
    ];
}
