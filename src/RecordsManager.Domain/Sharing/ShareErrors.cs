namespace RecordsManager.Domain.Sharing;

public static class ShareErrors
{
    public static readonly Error NotFound = new("share.not-found", "There is no such link.", ErrorKind.NotFound);

    public static readonly Error NoneChosen = new(
        "share.none-chosen", "No link was chosen.", ErrorKind.Validation, "Choose the links that are to end.");

    public static readonly Error ExpiryOutOfRange = new(
        "share.expiry-out-of-range", "A link lives between one minute and 90 days.", ErrorKind.Validation);

    public static readonly Error NobodyAgreed = new(
        "share.nobody-agreed", "Nobody in this recording agreed to its being shared.", ErrorKind.Conflict, "Ask the participants whether it may be shared, or share a recording of which somebody agreed.");

    public static readonly Error RecipientMissing = new(
        "share.recipient-missing", "Say who the link is for.", ErrorKind.Validation, "Write a name or a mail address of up to 200 characters.");
}
