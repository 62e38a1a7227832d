using System.Text.Json;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Retention;
using RecordsManager.Application.Sharing;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Tests.Commands;

/// <summary>Why there is no media for somebody: each reason has its code, and its entry names the recording and the reason, nothing else.</summary>
public sealed class RefusingMedia : OnTheWorkbench
{
    [Fact]
    public async Task Names_the_reason_for_whoever_is_signed_in()
    {
        var recording = await Bench.IngestAgreed("ada", "bob");
        Assert.Equal(PlaybackErrors.Changing, await Mix(recording)); // agreed to, and not planned yet
        await Bench.Derive();
        Assert.Null(await Mix(recording));
        Assert.Null(await Stem(recording, 1));
        Assert.Equal(2, (await Waveforms(recording)).Value.Peaks.Count);

        Assert.Equal(PlaybackErrors.NotAllowed, (await Bench.Send(new OpenWaveforms.Query(recording.Id, null), Roles.Auditor)).Error);
        Assert.Equal(PlaybackErrors.NotAllowed, (await Bench.Send(new OpenRendition.Query(recording.Id, null, DerivativeKind.Mix, null), Roles.Auditor)).Error);
        Assert.Equal(RecordingErrors.NotFound, (await Bench.Send(new OpenRendition.Query(RecordingId.New(Bench.Clock.GetUtcNow()), null, DerivativeKind.Mix, null), Roles.Auditor)).Error);

        await Withdraws(recording, 1);
        Assert.Equal(PlaybackErrors.Changing, await Mix(recording));
        Assert.Equal(PlaybackErrors.Changing, (await Waveforms(recording)).Error);
        await Bench.Derive();
        Assert.Null(await Mix(recording));
        Assert.Equal(recording.Participant(0).Id, Assert.Single((await Waveforms(recording)).Value.Peaks).Key);
        Assert.Equal(PlaybackErrors.Withheld, await Stem(recording, 1));

        await Withdraws(recording, 0);
        Assert.Equal(PlaybackErrors.NobodyAgreed, await Mix(recording));
        Assert.Equal(PlaybackErrors.NobodyAgreed, (await Bench.Send(new NotePlayback.Command(recording.Id))).Error);

        Assert.Equal(Result.Ok, await Bench.Send(new MoveToBin.Command(recording.Id)));
        Assert.Equal(PlaybackErrors.RecordingGone, await Mix(recording));
    }

    [Fact]
    public async Task Names_the_reason_for_the_holder_of_a_link()
    {
        var recording = await Bench.IngestAgreed("ada");
        await Bench.Derive();
        var (revoked, ended, live) = (await Share(recording, hours: 1), await Share(recording, hours: 1), await Share(recording, hours: 48));
        await Bench.Send(new RevokeShareLinks.Command([revoked]));
        Bench.Clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal(PlaybackErrors.LinkRevoked, await Everything(recording, revoked));
        Assert.Equal(PlaybackErrors.LinkExpired, await Everything(recording, ended));
        Assert.Null(await Everything(recording, live));

        await Withdraws(recording, 0);
        Assert.Equal(PlaybackErrors.NobodyAgreed, await Everything(recording, live));
        await Bench.Send(new MoveToBin.Command(recording.Id));
        Assert.Equal(PlaybackErrors.RecordingGone, await Everything(recording, live));
    }

    [Fact]
    public async Task Refuses_a_link_to_another_recording_as_if_it_were_none()
    {
        var (one, other) = (await Bench.IngestAgreed("ada"), await Bench.IngestAgreed("bob"));
        var link = await Share(one, hours: 1);

        Assert.Equal(RecordingErrors.NotFound, (await Bench.Send(new FollowPlayback.Query(other.Id, link), "nobody")).Error);
    }

    [Fact]
    public async Task Is_told_in_an_entry_that_names_the_recording_and_the_reason()
    {
        var recording = await Bench.IngestAgreed("ada");

        Assert.Equal(Result.Ok, await Bench.Send(new NoteRefusal.Command(recording.Id, PlaybackErrors.LinkExpired), "nobody"));

        var entry = (await Bench.Ledger())[^1];
        Assert.Equal(("access.refused", recording.Id.ToString(), null, "usr_test"), (entry.Kind, entry.Object, entry.Person, entry.Actor));
        Assert.Equal("""{"reason":"playback.link-expired"}""", JsonDocument.Parse(entry.Leaf).RootElement.GetProperty("d").GetRawText());
        await Bench.ChainHolds();
    }

    private async Task<Error?> Mix(Recording recording) => (await Bench.Send(new OpenRendition.Query(recording.Id, null, DerivativeKind.Mix, null))).Error;

    private async Task<Error?> Stem(Recording recording, int ordinal) =>
        (await Bench.Send(new OpenRendition.Query(recording.Id, null, DerivativeKind.Stem, recording.Participant(ordinal).Id))).Error;

    private Task<Result<OpenWaveforms.View>> Waveforms(Recording recording) => Bench.Send(new OpenWaveforms.Query(recording.Id, null));

    /// <summary>Whatever is asked through the link gets the same answer.</summary>
    private async Task<Error?> Everything(Recording recording, ShareLinkId link)
    {
        Error?[] answers =
        [
            (await Bench.Send(new OpenRendition.Query(recording.Id, link, DerivativeKind.Mix, null), "nobody")).Error,
            (await Bench.Send(new OpenWaveforms.Query(recording.Id, link), "nobody")).Error,
            (await Bench.Send(new FollowPlayback.Query(recording.Id, link), "nobody")).Error,
            (await Bench.Send(new CountView.Command(link), "nobody")).Error,
            (await Bench.Send(new OpenShareLink.Query(link), "nobody")).Value.Dead,
        ];
        return Assert.Single(answers.Distinct());
    }

    private async Task<ShareLinkId> Share(Recording recording, int hours) =>
        (await Bench.Send(new CreateShareLink.Command(recording.Id, "Grace", "Ada", Bench.Clock.GetUtcNow().AddHours(hours)))).Value.Id;

    private async Task Withdraws(Recording recording, int ordinal)
    {
        Bench.Clock.Advance(TimeSpan.FromHours(1)); // the call is over: all of it is taken back
        await Bench.Says(recording, recording.Participant(ordinal), ConsentEventKind.Withdrawn);
    }
}
