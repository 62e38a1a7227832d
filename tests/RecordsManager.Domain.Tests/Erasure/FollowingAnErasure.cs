using RecordsManager.Domain.Erasure;

namespace RecordsManager.Domain.Tests.Erasure;

public sealed class FollowingAnErasure
{
    private readonly ErasureRequest _request = new(ErasureRequestId.New(A.Now), A.Organization, A.Person(), A.Now);

    [Fact]
    public void Is_told_when_it_is_asked_for_and_when_it_is_done()
    {
        _request.KeyWasDestroyed(A.Now, 2);
        _request.WasRedactedIn(3);
        _request.WasRedactedIn(2);
        _request.WasRedacted(A.Now);
        _request.Complete(A.Now.AddHours(1), A.Now.AddDays(7));

        Assert.Equal((ErasureState.Completed, A.Now.AddHours(1)), (_request.State, _request.CompletedAt));
        var facts = _request.Facts();
        Assert.Equal(["erasure.requested", "erasure.completed"], facts.Select(f => f.Kind));
        Assert.Equal(("2", "5"), (facts[1].Details!["recordings"], facts[1].Details!["objects"]));
        Assert.Equal(A.Now.AddDays(7), DateTimeOffset.Parse(facts[1].Details!["forgottenInBackupsBy"], System.Globalization.CultureInfo.InvariantCulture));
        Assert.All(facts, f => Assert.Equal(_request.Person, f.Person));
    }

    [Fact]
    public void Is_deferred_once_however_often_the_hold_is_met()
    {
        _request.Defer();
        _request.Defer();

        Assert.Equal(ErasureState.Deferred, _request.State);
        Assert.Equal(["erasure.requested", "erasure.deferred"], _request.Facts().Select(f => f.Kind));
    }

    [Theory]
    [InlineData(ErasureState.KeyDestroyed)]
    [InlineData(ErasureState.Redacted)]
    [InlineData(ErasureState.Completed)]
    public void Is_never_deferred_once_the_key_is_gone(ErasureState reached)
    {
        _request.KeyWasDestroyed(A.Now, 1);
        if (reached >= ErasureState.Redacted)
        {
            _request.WasRedacted(A.Now);
        }

        if (reached == ErasureState.Completed)
        {
            _request.Complete(A.Now, null);
        }

        _request.Defer();

        Assert.Equal(reached, _request.State);
    }

    [Fact]
    public void Completing_twice_tells_it_once()
    {
        _request.Complete(A.Now, null);
        _request.DequeueEvents();

        _request.Complete(A.Now.AddDays(1), null);

        Assert.Equal(A.Now, _request.CompletedAt);
        Assert.Empty(_request.Facts());
    }
}
