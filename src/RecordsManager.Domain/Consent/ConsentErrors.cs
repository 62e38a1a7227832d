namespace RecordsManager.Domain.Consent;

public static class ConsentErrors
{
    public static readonly Error InvitationNotFound = new(
        "consent.invitation-not-found", "This question does not exist or can no longer be answered.", ErrorKind.NotFound, "Ask who invited you for a new link.");

    public static readonly Error AnswerRequired = new(
        "consent.answer-required", "Choose one of the two answers.", ErrorKind.Validation);

    public static readonly Error NothingChosen = new(
        "consent.nothing-chosen", "Nothing was chosen that could be agreed to.", ErrorKind.Validation, "Choose at least one medium, or do not agree.");

    public static readonly Error NoticeChanged = new(
        "consent.notice-changed", "The text of the question has changed since it was shown.", ErrorKind.Conflict, "Read it again, then answer.");

    public static readonly Error KindUnknown = new(
        "consent.kind-unknown", "The consent event's kind is not known.", ErrorKind.Validation, "Send notified, acknowledged, granted, refused, withdrawn, objected, continued or beep-tone.");

    public static readonly Error MediumUnknown = new(
        "consent.medium-unknown", "A medium that the answer should cover is not known.", ErrorKind.Validation, "Send audio, video, screen, chat or nothing for all of them.");

    public static readonly Error WordUnknown = new(
        "consent.word-unknown", "The reach or the speaker of the event is not known.", ErrorKind.Validation, "Send reach as onward or everything, and by as self, guardian or agent.");

    public static readonly Error EvidenceMissing = new(
        "consent.evidence-missing", "An answer by telephone needs its evidence.", ErrorKind.Validation, "Send evidenceReference: where the recorded answer or the log of the key can be found.");

    public static readonly Error NoticeMissing = new(
        "consent.notice-missing", "An answer by telephone needs the notice that it answers.", ErrorKind.Validation, "Send notice: the id (ntc_…) of the text that was read out.");

    public static readonly Error NoticeNotFound = new(
        "consent.notice-not-found", "There is no such notice.", ErrorKind.Validation, "Send the id (ntc_…) of a notice of this organization.");

    public static readonly Error DigitMissing = new(
        "consent.digit-missing", "A keyed answer needs the key that was pressed.", ErrorKind.Validation, "Send digit: one of 0 to 9, * and #.");

    public static readonly Error PromptMissing = new(
        "consent.prompt-missing", "A keyed answer needs the question that it answers.", ErrorKind.Validation, "Send promptId: your id of the spoken question.");

    public static readonly Error OutcomeIsNoAnswer = new(
        "consent.outcome-is-no-answer", "A question without an answer is neither a yes nor a no.", ErrorKind.Validation, "Send kind notified with the outcome, or the answer without one.");

    public static readonly Error PersonErased = new(
        "consent.person-erased", "This person was erased.", ErrorKind.Conflict);
}
