using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Tests.Recordings;

public sealed class BeingReady
{
    private readonly PersonId _alice = A.Person();
    private readonly Recording _recording;
    private readonly Derivative _mix;
    private readonly Derivative _scene;

    public BeingReady()
    {
        _recording = A.KeptRecording(A.Now, _alice).Decided(true, _alice);
        _recording.Planned();
        _mix = Of(DerivativeKind.Mix);
        _scene = Of(DerivativeKind.Scene);
    }

    [Fact]
    public void Begins_with_the_sound()
    {
        Assert.Equal(Readiness.Nothing, Now());
        Done(_mix);
        Assert.Equal((Readiness.Sound, 0), (Now(), _recording.PictureOf([_mix, _scene], throughLink: false)));
        _scene.Reached(0.4);
        Assert.Equal((Readiness.Sound, 0.4), (Now(), _recording.PictureOf([_mix, _scene], throughLink: false)));
        Done(_scene);
        Assert.Equal((Readiness.Whole, 1), (Now(), _recording.PictureOf([_mix, _scene], throughLink: false)));
    }

    [Fact]
    public void Every_voice_is_the_sound_until_the_mix_is_made()
    {
        var microphone = Assert.Single(_recording.Tracks, t => t.Kind.IsAudio());
        var stem = new Derivative(DerivativeId.New(A.Now), _recording.Organization, _recording.Id, DerivativeKind.Stem, 0, microphone.Participant, false, "", [microphone.Id], []);
        Assert.Equal(Readiness.Nothing, _recording.ReadinessOf([_mix, _scene, stem], throughLink: false));
        Done(stem);
        Assert.Equal(Readiness.Sound, _recording.ReadinessOf([_mix, _scene, stem], throughLink: false));
    }

    [Fact]
    public void A_picture_without_the_sound_is_not_played()
    {
        Done(_scene);
        Assert.Equal(Readiness.Nothing, Now());
    }

    [Fact]
    public void Without_anybodys_picture_the_sound_is_all()
    {
        Done(_mix);
        Assert.Equal(Readiness.Whole, _recording.ReadinessOf([_mix], throughLink: false));
        Assert.Equal(1, _recording.PictureOf([_mix], throughLink: false));
    }

    [Fact]
    public void Ends_with_any_change_of_what_may_be_played()
    {
        Done(_mix);
        Done(_scene);

        _recording.Erase(_alice);

        Assert.Equal(Readiness.Nothing, Now());
    }

    [Fact]
    public void Progress_never_goes_back_and_ends_with_the_work()
    {
        _scene.Reached(0.6);
        _scene.Reached(0.5);
        Assert.Equal(0.6, _scene.Progress);
        _scene.Fail("too short");
        _scene.Reached(0.9);
        Assert.Equal(0, _scene.Progress);
    }

    private Readiness Now() => _recording.ReadinessOf([_mix, _scene], throughLink: false);

    private Derivative Of(DerivativeKind kind) => new(DerivativeId.New(A.Now), _recording.Organization, _recording.Id, kind, 0, null, false, "", [], []);

    private static void Done(Derivative derivative) => derivative.Complete(MediaObjectId.New(A.Now), 1, "{}");
}
