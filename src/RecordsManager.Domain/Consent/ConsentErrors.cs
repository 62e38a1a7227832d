namespace RecordsManager.Domain.Consent;

public static class ConsentErrors
{
    public static readonly Error InvitationNotFound = new(
        "consent.invitation-not-found", "This question does not exist or can no longer be answered.", ErrorKind.NotFound, "Ask who invited you for a new link.");

    public static readonly Error ReceiptNotFound = new(
        "consent.receipt-not-found", "There is no such receipt for you.", ErrorKind.NotFound);

    public static readonly Error MyRecordingsNotFound = new(
        "consent.my-recordings-not-found", "This address opens nothing, or no longer.", ErrorKind.NotFound, "Open the page of a question that you were asked, or ask who invited you for a new link.");

    public static readonly Error NothingToWithdraw = new(
        "consent.nothing-to-withdraw", "There is no agreement to this that could be taken back.", ErrorKind.Conflict, "Look at what you agree to now.");

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

    public static readonly Error PlaceUnknown = new(
        "consent.place-unknown", "There is no rule for this place.", ErrorKind.Validation, "Use an ISO 3166-1 or 3166-2 code of the table of places.");

    public static readonly Error OverrideIncomplete = new(
        "consent.override-incomplete", "An override needs a justification and a last day in the future.", ErrorKind.Validation, "Say why, and until when.");

    public static readonly Error OverrideLoosens = new(
        "consent.override-loosens", "This override is looser than the law data, and states no lawful basis.", ErrorKind.Validation, "State the statute or ground it rests on; it goes on the ledger.");

    public static readonly Error TermsLoosen = new(
        "consent.terms-loosen", "This asks less of people than before, and states no lawful basis.", ErrorKind.Validation, "State the statute, the balancing test or the ground it rests on; it goes on the ledger.");

    public static readonly Error ContactMalformed = new(
        "consent.contact-malformed", "The contact is no address that people can write to.", ErrorKind.Validation, "Send mailto:privacy@example.com or an https address, of at most 300 characters.");

    public static readonly Error RequiredPurposesMissing = new(
        "consent.required-purposes-missing", "An answer must be to something.", ErrorKind.Validation, "Name at least one purpose without which an answer is no consent, and at most 20.");

    public static readonly Error OverrideTwice = new(
        "consent.override-twice", "A place is overridden twice.", ErrorKind.Validation, "Keep one of the two.");

    public static readonly Error QuarantineOutOfRange = new(
        "consent.quarantine-out-of-range", "Tracks wait for consent between 1 and 365 days.", ErrorKind.Validation);

    public static readonly Error AsOfIsToCome = new(
        "consent.as-of-is-to-come", "Nothing has been decided yet as of that time.", ErrorKind.Validation, "Ask about a time that has passed.");

    public static readonly Error PlanStale = new(
        "consent.plan-stale", "Something has changed since this plan was computed.", ErrorKind.Conflict, "Look at what the change would do now, and approve that.");

    public static readonly Error PersonErased = new(
        "consent.person-erased", "This person was erased.", ErrorKind.Conflict);
}
