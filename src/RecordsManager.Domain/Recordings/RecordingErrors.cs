using System.Globalization;

namespace RecordsManager.Domain.Recordings;

public static class RecordingErrors
{
    public static readonly Error NotFound = new(
        "recording.not-found", "There is no such recording.", ErrorKind.NotFound);

    public static readonly Error UnderHold = new(
        "recording.under-legal-hold", "A legal hold stands on this recording.", ErrorKind.Conflict, "Release the hold first.");

    public static readonly Error Destroyed = new(
        "recording.destroyed", "The recording was destroyed.", ErrorKind.Conflict);

    public static readonly Error NotInBin = new(
        "recording.not-in-bin", "The recording is not in the bin.", ErrorKind.Conflict);

    public static readonly Error AlreadyInBin = new(
        "recording.in-bin", "The recording is in the bin.", ErrorKind.Conflict, "Restore it first.");

    public static readonly Error ParticipantNotFound = new(
        "participant.not-found", "There is no such participant in this call.", ErrorKind.NotFound);

    public static readonly Error CallEnded = new(
        "call.ended", "The call ended before that.", ErrorKind.Conflict, "Send the time at which they joined, or announce a new call.");

    public static readonly Error CallWordUnknown = new(
        "call.word-unknown", "A word that describes the call or the participant is not known.", ErrorKind.Validation,
        "Send medium as video, telephone or in-person; channel as electronic, telephone or in-person; locationSource as confirmed, declared, billing, phone-prefix, ip or unknown; ageBand as adult, child or unknown.");

    public static readonly Error NothingPlayable = new(
        "recording.nothing-playable", "Nothing of this recording may be played yet.", ErrorKind.Conflict, "Ask the participants for their consent.");

    public static readonly Error TrimOutOfRange = new(
        "recording.trim-out-of-range", "What is left has to lie within the recording and to last a second at least.", ErrorKind.Validation, "Write two times like 0:26 and 12:40, or play all of it.");

    public static Error RetainedUntil(DateTimeOffset until) => new(
        "recording.retained",
        string.Create(CultureInfo.InvariantCulture, $"The recording is kept until {until:yyyy-MM-dd}."),
        ErrorKind.Conflict);
}
