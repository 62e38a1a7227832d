namespace RecordsManager.Domain.Consent;

public static class ConsentErrors
{
    public static readonly Error InvitationNotFound = new(
        "consent.invitation-not-found", "This question does not exist or can no longer be answered.", ErrorKind.NotFound, "Ask who invited you for a new link.");

    public static readonly Error AnswerRequired = new(
        "consent.answer-required", "Choose one of the two answers.", ErrorKind.Validation);

    public static readonly Error KindUnknown = new(
        "consent.kind-unknown", "The consent event's kind is not known.", ErrorKind.Validation, "Send notified, acknowledged, granted, refused or withdrawn.");

    public static readonly Error PersonErased = new(
        "consent.person-erased", "This person was erased.", ErrorKind.Conflict);
}
