namespace RecordsManager.Domain.Deliveries;

public static class DeliveryErrors
{
    public static readonly Error NotFound = new("delivery.not-found", "There is no such delivery.", ErrorKind.NotFound);

    public static readonly Error NotFailed = new("delivery.not-failed", "Only a delivery that failed, or that waits for another try, can be tried again, and only a failed one be discarded.", ErrorKind.Conflict);

    /// <summary>The reason is no refusal of ours, and may name what it must not: it is in the log only.</summary>
    public static readonly Error GivenUp = new(
        "delivery.given-up", "It was tried again and again and could not be worked off, for a reason that lies with the server.", ErrorKind.Conflict,
        "The server's log says why, under the id of this delivery. Mend that, then try again. What was delivered is kept, encrypted, for 30 days.");

    public static readonly Error AdapterUnknown = new(
        "delivery.adapter-unknown", "There is no adapter of that name.", ErrorKind.NotFound, "See docs/ingest for the names.");

    public static readonly Error KeyReused = new(
        "delivery.idempotency-key-reused", "This Idempotency-Key was used for another delivery.", ErrorKind.Conflict, "Use a new key for a new delivery.");

    public static readonly Error KeyMissing = new(
        "delivery.idempotency-key-missing", "The header Idempotency-Key is missing.", ErrorKind.Validation, "Send a key of 1 to 128 characters that is the same when you send the same delivery again.");

    public static readonly Error Empty = new(
        "delivery.empty", "The delivery names no file.", ErrorKind.Validation, "Send the recording's files with it.");

    public static readonly Error PathTraversal = new(
        "delivery.path-traversal", "A file name leaves the delivery's folder.", ErrorKind.Validation, "Send relative names with forward slashes and without '..'.");

    public static readonly Error NameTwice = new(
        "delivery.name-twice", "Two files of the delivery have the same name.", ErrorKind.Validation);

    public static readonly Error UploadMissing = new(
        "delivery.upload-missing", "A file of the delivery was not uploaded, or not completely, or belongs to another delivery.", ErrorKind.Conflict, "Finish the upload, then send the delivery again.");

    public static readonly Error MixedRefused = new(
        "delivery.mixed-refused", "A track holds several voices: nobody could be taken out of it again.", ErrorKind.Validation, "Send one file for each participant.");

    public static readonly Error Expired = new(
        "delivery.staging-gone", "The staged files of this delivery are gone.", ErrorKind.Conflict, "Send the delivery again.");
}

public static class UploadErrors
{
    public static readonly Error NotFound = new("upload.not-found", "There is no such upload.", ErrorKind.NotFound);

    public static readonly Error Expired = new("upload.expired", "The upload was not finished in time and is forgotten.", ErrorKind.NotFound, "Begin a new upload.");

    public static readonly Error TooLarge = new("upload.too-large", "The file is larger than this server takes.", ErrorKind.Validation, "Send at most as many bytes as Tus-Max-Size says.");

    public static readonly Error LengthBelowOffset = new("upload.length-below-offset", "The upload has more bytes already than the length that was sent.", ErrorKind.Validation, "Ask with HEAD for the offset; the length is never less.");

    public static readonly Error LengthChanged = new("upload.length-changed", "The upload's length was already given as another one.", ErrorKind.Validation);

    public static readonly Error WrongOffset = new("upload.wrong-offset", "The upload continues at another offset.", ErrorKind.Conflict, "Ask with HEAD for the offset, then continue there.");

    public static readonly Error Busy = new("upload.busy", "Another request is adding bytes to this upload.", ErrorKind.Conflict, "Wait until it has ended, ask with HEAD for the offset, then continue there.");

    public static readonly Error TooLong = new("upload.too-long", "More bytes than the upload's length were sent.", ErrorKind.Validation);

    public static readonly Error ChecksumMismatch = new("upload.checksum-mismatch", "The bytes do not have the checksum that was sent with them.", ErrorKind.Validation, "Send this part again.");

    public static readonly Error VersionUnknown = new("upload.version-unknown", "This server speaks tus 1.0.0 only.", ErrorKind.Validation, "Send the header Tus-Resumable: 1.0.0.");

    public static readonly Error TypeUnknown = new("upload.type-unknown", "The bytes of an upload have a content type of their own.", ErrorKind.Validation, "Send the header Content-Type: application/offset+octet-stream.");

    public static readonly Error LengthMissing = new("upload.length-missing", "The upload's length is missing or cannot be read.", ErrorKind.Validation, "Send either Upload-Length, or Upload-Defer-Length: 1.");

    public static readonly Error HeaderMalformed = new(
        "upload.header-malformed", "Upload-Offset, Upload-Length or Upload-Checksum cannot be read.", ErrorKind.Validation, "Send Upload-Checksum as: sha256 <base64>, or sha1 <base64>.");

    public static readonly Error TooMany = new("upload.too-many", "Too many uploads are running at once.", ErrorKind.Conflict, "Try again in a moment; what was acknowledged is kept.");
}
