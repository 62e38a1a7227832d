using RecordsManager.Application.Ingest;
using RecordsManager.Domain;

namespace RecordsManager.Ingest;

/// <summary>Why a delivery is refused, in words for the SFU's team. A code is public API and is never reworded.</summary>
public static class IngestErrors
{
    public static Error Empty { get; } = Refusal("delivery.empty",
        "The delivery holds no bytes.",
        "Send the recorder's files together with its event log or manifest.");

    public static Error NoTracks(string detail) => Refusal("delivery.no-tracks",
        $"The delivery holds no usable audio or video track: {detail}",
        "Check that the recorder was on and that its files were closed before they were sent, then send all of them.");

    public static Error PathTraversal(string where) => Refusal("delivery.path-traversal",
        $"{where}: a file name must be relative and must not climb out of the delivery.",
        "Use plain relative names with forward slashes: no '..', no leading '/', no drive letter, no backslash, no control character.");

    public static Error FileMissing(string where, string name) => Refusal("delivery.file-missing",
        $"{where}: the file '{Short(name)}' is not part of this delivery.",
        "Send the file in the same delivery under exactly this name, or mark it \"state\": \"missing\".");

    public static Error HashMismatch(string where, string name) => Refusal("delivery.hash-mismatch",
        $"{where}: the SHA-256 of '{Short(name)}' is not the one the manifest states.",
        "The file changed after it was hashed, or the transfer damaged it. Hash the closed file, then send file and manifest again.");

    public static Error SizeMismatch(string where, string name, long stated, long measured) => Refusal("delivery.size-mismatch",
        $"{where}: '{Short(name)}' has {measured} bytes, the manifest states {stated}.",
        "Write the manifest after the file is closed, then send both again.");

    public static Error UnknownParticipant(string where, string id) => Refusal("delivery.unknown-participant",
        $"{where}: nothing in the delivery says who '{Short(id)}' is.",
        "Janus: add the event handler's log of the whole call (events.jsonl) and keep Janus' own file names. "
        + "Manifest: list the person under \"participants\". Media is never kept without knowing whose it is.");

    public static Error SeveralRooms(string first, string second) => Refusal("delivery.several-rooms",
        $"The delivery holds recordings of more than one room ('{Short(first)}' and '{Short(second)}').",
        "Send one delivery per room and call.");

    public static Error ManifestMissing { get; } = Refusal("delivery.manifest-missing",
        "The delivery has no manifest.json.",
        "Add a manifest.json of schema recman.delivery/1 beside the media files, written last.");

    public static Error ManifestMalformed(string pointer, string problem) => Refusal("delivery.manifest-malformed",
        $"manifest.json at {(pointer.Length == 0 ? "/" : pointer)}: {problem}",
        "Correct the named member; docs/ingest/recman.delivery-1.schema.json describes every one.");

    public static Error SchemaUnknown(string schema) => Refusal("delivery.schema-unknown",
        $"manifest.json at /schema: '{Short(schema)}' is not a schema this version reads.",
        "Send \"schema\": \"recman.delivery/1\".");

    public static Error StillOpen { get; } = Refusal("delivery.still-open",
        "manifest.json at /completeness/state: the delivery is still 'open'.",
        "Send it again with state 'complete' or 'partial' once the recorder has closed its files.");

    public static Error TooLarge(string where, string limit) => Refusal("delivery.too-large",
        $"{where} exceeds the limit of {limit}.",
        "Split the delivery by call, and send only what belongs to this call.");

    public static Error ChatMalformed(string file, long line, string problem) => Refusal("delivery.chat-malformed",
        $"{Short(file)} line {line}: {problem}",
        "Every line of a chat file is one JSON object; see docs/ingest/generic-manifest.md.");

    public static Error TruncatedHeader(string file) => Refusal("media.truncated-header",
        $"'{Short(file)}' ends inside its own header.",
        "Nothing of it can be used. Send the whole file, or leave it out if the recorder never wrote more.");

    public static Error Corrupt(string file, string problem) => Refusal("media.corrupt",
        $"'{Short(file)}' is damaged: {problem}",
        "Send an undamaged copy. If the original itself is damaged, leave it out and send the rest.");

    public static Error EmptyMedia(string file) => Refusal("media.empty",
        $"'{Short(file)}' has no content.",
        "Send the file with its content, or mark it \"state\": \"empty\".");

    public static Error CodecUnsupported(string file, string codec, string supported) => Refusal("media.codec-unsupported",
        $"'{Short(file)}' is coded as '{Short(codec)}', which this adapter does not read.",
        $"Record with one of: {supported}.");

    public static Error ContainerUnsupported(string where, string type) => Refusal("media.container-unsupported",
        $"{where}: '{Short(type)}' is not a container this version reads.",
        "Use WebM, Matroska, Ogg, MP4, WAV, FLAC, MP3 or MPEG-TS and state the right media_type.");

    public static Error EndToEndEncrypted(string where) => Refusal("media.end-to-end-encrypted",
        $"{where}: the media is encrypted and no key came with it.",
        "Record the decrypted media (for end-to-end encrypted calls: in a client that holds the keys).");

    /// <summary>Names come from outside and are shown on a page: bounded, and without control characters.</summary>
    internal static string Short(string text)
    {
        var clean = string.Concat(text.Take(160).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c));
        return text.Length > 160 ? clean + "…" : clean;
    }

    internal static CorruptMediaException Thrown(this Error error) => new(error);

    private static Error Refusal(string code, string message, string whatToDo) =>
        new(code, message, ErrorKind.Validation, whatToDo);
}
