namespace RecordsManager.Web.Pages.Words;

/// <summary>Why media were refused, for who reads the trail; an unknown code is shown as it is.</summary>
public static class Refusals
{
    public static string Say(string code) => code switch
    {
        "playback.not-allowed" => "they may not play recordings",
        "playback.download-not-allowed" => "they may take no file of it",
        "playback.link-expired" => "the link had ended",
        "playback.link-revoked" => "the link was revoked",
        "playback.link-not-started" => "the link did not work yet",
        "playback.link-used-up" => "the link had been played as often as it may be",
        "playback.link-shut" => "the link was shut after too many wrong tries",
        "playback.recording-gone" => "the recording was in the bin or destroyed",
        "playback.nobody-agreed" => "nobody in it agreed to that",
        "playback.withheld" => "it was of somebody who may not be played",
        "playback.changing" => "an answer had just changed what may be played",
        _ => code,
    };
}
