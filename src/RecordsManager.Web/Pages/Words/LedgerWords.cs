using System.Globalization;
using RecordsManager.Application.Ledger;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Web.Pages.Words;

/// <summary>An entry of the ledger as a sentence with its icon.</summary>
public sealed record LedgerSentence(string Icon, string State, string Text)
{
    public static LedgerSentence Of(LedgerLine line) => line.Kind.Split('.')[0] switch
    {
        "consent" => Consent(line),
        "share" => Share(line),
        "my-recordings" => Mine(line),
        "track" => Track(line),
        "transcript" => Transcript(line),
        "chapter" => Chapter(line),
        "learning" => Learning(line),
        "hold" or "disposition" or "policy" => Retention(line),
        "rules" => Rules(line),
        "delivery" => Delivery(line),
        "erasure" or "key" => Erasure(line),
        "access" => Access(line),
        "integrity" => Integrity(line),
        "ledger" or "trail" or "notice" => Proof(line),
        _ => Recording(line),
    };

    private static LedgerSentence Consent(LedgerLine line) => line.Kind switch
    {
        "consent.requested" => new("mail", "", $"{Who(line)} was asked for consent"),
        "consent.notified" => new("mail", "", $"{Who(line)} was notified{By(line)}"),
        "consent.acknowledged" => new("check", "", $"{Who(line)} acknowledged the notice{By(line)}"),
        "consent.granted" => new("check", "ok", $"{Who(line)} agreed{By(line)}"),
        "consent.refused" => new("x", "stop", $"{Who(line)} did not agree{By(line)}"),
        "consent.withdrawn" => new("back", "stop", $"{Who(line)} withdrew{By(line)}"),
        "consent.reminded" => new("clock", "wait", $"Reminder: {Who(line)} has not answered; destroyed on {Day(line, "deadline")} unless they agree"),
        "consent.objected" => new("x", "stop", $"{Who(line)} objected{By(line)}"),
        "consent.continued" => new("clock", "", $"{Who(line)} was told and stayed{By(line)}"),
        "consent.beep-tone" => new("volume", "", $"A beep tone was played to {Who(line)}"),
        _ => Other(line),
    };

    private static LedgerSentence Share(LedgerLine line) => line.Kind switch
    {
        "share.created" => new("share", "", "A share link was made"),
        "share.changed" => new("share", "", $"A share link was changed: {SharingWords.Changes(name => Fact(line, name))}"),
        "share.revoked" => new("x", "stop", "A share link was revoked"),
        "share.viewed" => new("eye", "", "The recipient of a share link played it"),
        "share.watched" => new("eye", "", $"The recipient of a share link watched {WatchedWords.Say(WatchedRanges.Read([Fact(line, "ranges")]))}"),
        "share.code-sent" => new("mail", "", "A one-time code was mailed to the recipient of a share link"),
        "share.admitted" => new("check", "ok", $"The right {Fact(line, "by")} for a share link was given"),
        "share.refused" => new("x", "stop", $"A wrong {Fact(line, "by")} for a share link was tried"),
        _ => Other(line),
    };

    private static LedgerSentence Learning(LedgerLine line) => line.Kind switch
    {
        "learning.changed" => new("check", "", $"Learning signals to {Fact(line, "host")} were set up and are {Fact(line, "is")}; completed from {Fact(line, "threshold")} of a recording on"),
        "learning.agreed" => new("check", "ok", "Somebody who watches agreed to learning signals"),
        "learning.refused" => new("x", "stop", "Somebody who watches did not agree to learning signals"),
        "learning.withdrawn" => new("back", "stop", "Somebody who watches withdrew from learning signals: what was recorded is deleted"),
        _ => Other(line),
    };

    private static LedgerSentence Mine(LedgerLine line) => line.Kind switch
    {
        "my-recordings.opened" => new("people", "", $"{Who(line)} got an address of their own recordings, until {Day(line, "expiresAt")}"),
        "my-recordings.revoked" => new("x", "stop", $"The addresses of {Who(line)}'s own recordings were revoked"),
        _ => Other(line),
    };

    private static LedgerSentence Track(LedgerLine line) => line.Kind switch
    {
        "track.attached" => new("file", "", $"{Figures.Capital(Fact(line, "kind"))} of {Who(line)} arrived and was encrypted"),
        "track.cleared" => new("check", "ok", $"A track of {Who(line)} was cleared: {Reasons.Say(Fact(line, "reasons"))}"),
        "track.windowed" => new("check", "ok", $"What may be played of a track of {Who(line)} changed: {Reasons.Say(Fact(line, "reasons"))}"),
        "track.quarantined" => new("glass", "wait", $"A track of {Who(line)} was quarantined: {Reasons.Say(Fact(line, "reasons"))}"),
        "track.part-rejected" => new("bin", "stop", $"Parts of a track of {Who(line)} were destroyed: {Fact(line, "reason")}"),
        "track.rejected" => new("bin", "stop", $"A track of {Who(line)} was destroyed: {Fact(line, "reason")}"),
        _ => Other(line),
    };

    private static LedgerSentence Transcript(LedgerLine line) => line.Kind switch
    {
        "transcript.imported" => new("captions", "", $"A transcript was {(Fact(line, "source") == "engine" ? "written by the engine" : "imported")} ({Fact(line, "language")}): {Fact(line, "lines")} lines, a draft"),
        "transcript.requested" => new("captions", "", $"The engine was asked to write down what {Who(line)} says ({Fact(line, "language")})"),
        "transcript.edited" => new("captions", "", $"The transcript was edited: {Fact(line, "written")} lines written, {Fact(line, "removed")} deleted"),
        "transcript.approved" => new("captions", "ok", $"The transcript ({Fact(line, "language")}) was approved: {Fact(line, "lines")} lines"),
        "transcript.reopened" => new("captions", "wait", $"The transcript ({Fact(line, "language")}) is a draft again"),
        "transcript.deleted" => new("captions", "stop", $"The transcript ({Fact(line, "language")}) was deleted: {Fact(line, "lines")} lines"),
        _ => Other(line),
    };

    private static LedgerSentence Retention(LedgerLine line) => line.Kind switch
    {
        "hold.placed" => new("hold", "hold", $"A legal hold was placed: {Fact(line, "case")}"),
        "hold.released" => new("hold", "", $"The legal hold {Fact(line, "case")} was released"),
        "disposition.soft-deleted" => new("bin", "wait", $"Moved to the bin {Fact(line, "reason")}, until {Day(line, "binUntil")}"),
        "disposition.restored" => new("back", "ok", $"Restored from the bin, kept until {Day(line, "keepUntil")}"),
        "disposition.destroyed" => new("bin", "stop", $"Destroyed; certificate {Fact(line, "certificate")}"),
        "policy.changed" when Fact(line, "policy") == "consent" => new("calendar", "", $"Consent policy: version {Fact(line, "version")}"),
        "policy.override-stated" => new("calendar", "", $"The rule of {Fact(line, "place")} overridden until {Day(line, "until")}: {Fact(line, "justification")}"),
        "policy.override-removed" => new("calendar", "", $"The override of {Fact(line, "place")} ended"),
        "policy.watermark-changed" => new("eye", "", $"Watermark: shown to {Fact(line, "shownTo")} (was {Fact(line, "was")})"),
        "policy.changed" when Fact(line, "allowed") is { Length: > 0 } origin => new("calendar", "", $"Pages of {origin} may show the question"),
        "policy.changed" when Fact(line, "refused") is { Length: > 0 } origin => new("calendar", "", $"Pages of {origin} may no longer show the question"),
        "policy.changed" => new("calendar", "", $"Retention policy: keep {Figures.Period(Fact(line, "keep"))} (was {Figures.Period(Fact(line, "keepWas"))}), grace {Fact(line, "graceDays")} days (was {Fact(line, "graceDaysWas")})"),
        _ => Other(line),
    };

    private static LedgerSentence Rules(LedgerLine line) => line.Kind switch
    {
        "rules.installed" => new("calendar", "", $"Rule pack {Fact(line, "rulePack")} {(Fact(line, "origin") == "shipped" ? "taken up from the product" : $"installed, in effect from {Moment(line, "effectiveFrom")}")}"),
        "rules.withdrawn" => new("back", "", $"Rule pack {Fact(line, "rulePack")} withdrawn before it took effect"),
        _ => Other(line),
    };

    private static LedgerSentence Delivery(LedgerLine line) => line.Kind switch
    {
        "delivery.received" => new("inbox", "", $"A delivery arrived through {Fact(line, "adapter")}"),
        "delivery.completed" => new("inbox", "ok", $"Delivery complete: {Fact(line, "tracks")} tracks"),
        "delivery.failed" => new("alert", "stop", $"Delivery failed: {Fact(line, "error")}"),
        "delivery.discarded" => new("bin", "", "Delivery discarded"),
        _ => Other(line),
    };

    private static LedgerSentence Erasure(LedgerLine line) => line.Kind switch
    {
        "erasure.requested" => new("eraser", "", "Erasure of a person was requested"),
        "erasure.deferred" => new("hold", "hold", "Erasure waits for a legal hold"),
        "erasure.completed" => new("eraser", "ok", Fact(line, "forgottenInBackupsBy") is { } by && DateTimeOffset.TryParse(by, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day) ? $"Erasure of a person is complete; backups forget them by {day:yyyy-MM-dd}" : "Erasure of a person is complete"),
        "key.created" when Fact(line, "use") == "receipts" => new("lock", "", "The key that signs receipts was made"),
        "key.created" => new("lock", "", "A key was made for a person"),
        "key.epoch-began" => new("lock", "", $"KEK {Fact(line, "epoch")} was made ({Fact(line, "provider")}); everything is wrapped under it from here on"),
        "key.epoch-ended" => new("lock", "", $"Nothing is wrapped under KEK {Fact(line, "epoch")} any more"),
        "key.epoch-destroyed" => new("eraser", "stop", $"KEK {Fact(line, "epoch")} was destroyed: backups made before open nobody who was erased by now"),
        "key.switch-began" => new("lock", "", $"All keys move to {Fact(line, "provider")}, on trial: the KEK before stays"),
        "key.switch-committed" => new("lock", "ok", $"The switch of the keys to {Fact(line, "provider")} is for good"),
        "key.switch-rolled-back" => new("lock", "hold", $"The switch of the keys to {Fact(line, "provider")} is undone"),
        "key.links-rotated" => new("lock", "", $"Links are signed with key {Fact(line, "key")} from here on"),
        "key.links-retired" => new("lock", "stop", $"Key {Fact(line, "key")} of the links was destroyed: what it signed is unknown from here on"),
        "key.restored" => new("lock", "", $"The database was a restored one; {Fact(line, "wraps")} keys were taken from the shelf of the last rotation"),
        "key.destroyed" => new("eraser", "stop", "The key of a person was destroyed"),
        _ => Other(line),
    };

    private static LedgerSentence Chapter(LedgerLine line) => line.Kind switch
    {
        "chapter.added" => new("flag", "", $"A chapter was written at {Place(line)}"),
        "chapter.changed" => new("flag", "", $"A chapter was changed; it begins at {Place(line)}"),
        "chapter.removed" => new("flag", "", $"The chapter at {Place(line)} was removed"),
        "chapter.imported" => new("flag", "", $"{Fact(line, "chapters")} chapters were taken in from a file"),
        _ => Other(line),
    };

    private static LedgerSentence Recording(LedgerLine line) => line.Kind switch
    {
        "recording.announced" => new("play", "", $"Call announced by {Fact(line, "source")}"),
        "call.described" => new("file", "", "What the call is was told: medium, place, purposes and features"),
        "call.ended" => new("clock", "", "Call ended"),
        "recording.received" => new("recordings", "", $"Recording received, {Length(line)}, kept until {Day(line, "keepUntil")}"),
        "recording.trimmed" => new("clock", "", $"Plays from {Place(line, "fromMs")} to {Place(line, "toMs")}: dead air is passed over, nothing was cut"),
        "recording.untrimmed" => new("clock", "", "Plays all of it again, dead air too"),
        "recording.accessed" when Fact(line, "rendition") == "download" => new("down", "", "A file with picture and sound was downloaded"),
        "recording.accessed" when Fact(line, "rendition") == "download-sound" => new("down", "", "A file with the sound was downloaded"),
        "recording.accessed" => new("eye", "", "Media were read"),
        "recording.viewed" => new("eye", "", "Played"),
        "recording.redacted" => new("eraser", "stop", $"One person was taken out, {Fact(line, "tracks")} tracks"),
        "participant.joined" => new("people", "", $"{Who(line)} is in the call"),
        "participant.entered" => new("people", "", $"{Who(line)} came into the call"),
        "participant.left" => new("people", "", $"{Who(line)} left the call"),
        "participant.moved" => new("people", "", $"{Who(line)} is in another place from then on"),
        _ => Other(line),
    };

    private static LedgerSentence Access(LedgerLine line) => line.Kind switch
    {
        "access.refused" => new("lock", "stop", $"Playing was refused: {Refusals.Say(Fact(line, "reason"))}"),
        _ => Other(line),
    };

    private static LedgerSentence Integrity(LedgerLine line) => line.Kind switch
    {
        "integrity.damaged" => new("alert", "stop", $"Stored bytes are not what was written ({Fact(line, "objectKind").ToLowerInvariant()}, {Fact(line, "place")} copy): {DamageWords.Say(Fact(line, "what"))}"),
        "integrity.repaired" => new("check", "ok", $"Stored bytes are again what was written ({Fact(line, "objectKind").ToLowerInvariant()}, {Fact(line, "place")} copy)"),
        _ => Other(line),
    };

    private static LedgerSentence Proof(LedgerLine line) => line.Kind switch
    {
        "ledger.key-created" => new("lock", "", "The key that signs checkpoints was made"),
        "trail.exported" => new("down", "", $"The trail was exported as {Fact(line, "format")}"),
        "notice.drafted" => new("file", "", $"The next version of a notice was drafted ({Fact(line, "language")})"),
        "notice.published" => new("file", "", $"A notice was published, version {Fact(line, "version")} ({Fact(line, "language")})"),
        _ => Other(line),
    };

    private static LedgerSentence Other(LedgerLine line) => new("history", "", line.Kind);

    private static string Who(LedgerLine line) => line.Person ?? "Somebody";

    private static string By(LedgerLine line) => Fact(line, "method") is { Length: > 0 } method ? $" ({method})" : "";

    private static string Fact(LedgerLine line, string name) => line.Details.GetValueOrDefault(name, "");

    /// <summary>The last day of what ends at that time.</summary>
    private static string Day(LedgerLine line, string name) => At(line, name) is { } at ? Times.Write(at, "last-date", at) : "an unknown day";

    private static string Moment(LedgerLine line, string name) => At(line, name) is { } at ? Times.Write(at, "long", at) : "an unknown time";

    private static DateTimeOffset? At(LedgerLine line, string name) =>
        DateTimeOffset.TryParse(Fact(line, name), System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static string Place(LedgerLine line, string fact = "atMs") =>
        long.TryParse(Fact(line, fact), System.Globalization.CultureInfo.InvariantCulture, out var ms) ? Figures.Clock(ms) : "an unknown time";

    private static string Length(LedgerLine line) =>
        long.TryParse(Fact(line, "durationMs"), System.Globalization.CultureInfo.InvariantCulture, out var ms) ? Figures.Clock(ms) : "length unknown";
}

/// <summary>Who acted, without a name: the ledger keeps none.</summary>
public static class Actors
{
    public static string Say(string actor) => actor.Split('_')[0] switch
    {
        "system" => "the schedule",
        "usr" => "a user",
        "key" => "an API key",
        "lnk" => "a link’s recipient",
        "inv" => "the invited person",
        "myl" => "the person themselves",
        _ => actor,
    };
}
