namespace RecordsManager.Domain.Recordings;

/// <summary>
/// Why somebody gets no media of a recording that there is. Who asked learns no more than that there is nothing for them; the
/// ledger keeps the code.
/// </summary>
public static class PlaybackErrors
{
    public static readonly Error NotAllowed = new("playback.not-allowed", "You may not play recordings.", ErrorKind.Forbidden);

    public static readonly Error DownloadNotAllowed = new("playback.download-not-allowed", "It may be played, and no file of it taken.", ErrorKind.Forbidden);

    public static readonly Error LinkExpired = new("playback.link-expired", "The link has ended.", ErrorKind.NotFound, "Ask whoever shared it for a new one.");

    public static readonly Error LinkRevoked = new("playback.link-revoked", "The link was withdrawn.", ErrorKind.NotFound, "Ask whoever shared it.");

    public static readonly Error LinkNotStarted = new("playback.link-not-started", "The link does not work yet.", ErrorKind.NotFound);

    public static readonly Error LinkUsedUp = new("playback.link-used-up", "The link was played as often as it may be.", ErrorKind.NotFound, "Ask whoever shared it for a new one.");

    public static readonly Error LinkShut = new("playback.link-shut", "The link was shut after too many wrong tries.", ErrorKind.NotFound, "Ask whoever shared it for a new one.");

    public static readonly Error RecordingGone = new("playback.recording-gone", "The recording is in the bin or was destroyed.", ErrorKind.NotFound);

    public static readonly Error NobodyAgreed = new("playback.nobody-agreed", "Nobody in the recording agreed to what was asked for.", ErrorKind.NotFound);

    public static readonly Error Withheld = new("playback.withheld", "What was asked for is of somebody who may not be played.", ErrorKind.NotFound);

    public static readonly Error Changing = new("playback.changing", "An answer has just changed what may be played, and it is not made yet.", ErrorKind.NotFound, "Try again in a moment.");
}
