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

    public static readonly Error StartOutOfRange = new(
        "share.start-out-of-range", "A link starts at least one minute before it ends.", ErrorKind.Validation);

    public static readonly Error PlaysOutOfRange = new(
        "share.plays-out-of-range", "A link can be limited to between 1 and 1000 plays.", ErrorKind.Validation);

    public static readonly Error RangeOutOfRange = new(
        "share.range-out-of-range", "The part must begin before it ends, and lie within the recording.", ErrorKind.Validation);

    public static readonly Error RangeNotReady = new(
        "share.range-not-ready", "The recording is still being made, and a part of it can be shared only afterwards.", ErrorKind.Conflict, "Try again in a moment, or share all of it.");

    public static readonly Error SpeakersUnknown = new(
        "share.speakers-unknown", "A link can be limited to people of the recording who agreed to its being shared, and one of them has to be heard.", ErrorKind.Validation, "GET …/share-links/preview says who they are.");

    public static readonly Error Over = new(
        "share.over", "This link is over, and stays so.", ErrorKind.Conflict, "Make a new one.");

    public static readonly Error DownloadHasNoPlays = new(
        "share.download-has-no-plays", "A file is played as often as anybody likes, so a link with a number of plays gives none.", ErrorKind.Validation, "Leave out either the number of plays or the download.");

    public static readonly Error DownloadHasEverybody = new(
        "share.download-has-everybody", "A file holds everybody together, so a link for some of the people gives none.", ErrorKind.Validation, "Leave out either the people or the download.");

    public static readonly Error DownloadNotYours = new(
        "share.download-not-yours", "You may not take files of recordings, so you cannot let others do so.", ErrorKind.Forbidden);

    public static readonly Error ReasonTooLong = new(
        "share.reason-too-long", "The reason has more than 500 characters.", ErrorKind.Validation);

    public static readonly Error PassphraseOutOfRange = new(
        "share.passphrase-out-of-range", "A passphrase has between 8 and 200 characters.", ErrorKind.Validation);

    public static readonly Error MailMalformed = new(
        "share.mail-malformed", "That is not a mail address to which a code can be sent.", ErrorKind.Validation);

    public static readonly Error MailNotSetUp = new(
        "share.mail-not-set-up", "This installation sends no mail, so no code can be asked for.", ErrorKind.Conflict, "Leave the mail address out, or have RECORDS_SMTP_HOST and RECORDS_SMTP_FROM set on the server.");

    public static readonly Error KeyUnknown = new("share.key-unknown", "There is no such key.", ErrorKind.NotFound);

    public static readonly Error KeySigns = new(
        "share.key-signs", "This key signs every new link.", ErrorKind.Conflict, "Rotate first: then another one signs.");

    public static readonly Error KeyOfOthers = new(
        "share.key-of-others", "Links of other organizations are signed with this key as well.", ErrorKind.Conflict, "Whoever runs the installation can take its file away (docs/operations.md).");

    public static readonly Error CodesTooMany = new(
        "share.codes-too-many", "Three codes were sent within a quarter of an hour.", ErrorKind.Conflict, "Use the last one, or wait a quarter of an hour.");
}
