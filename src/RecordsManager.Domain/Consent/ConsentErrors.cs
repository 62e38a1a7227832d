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

    public static readonly Error PersonErased = new(
        "consent.person-erased", "This person was erased.", ErrorKind.Conflict);
}
