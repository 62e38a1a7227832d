using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Tests.Deliveries;

public sealed class WorkingOffADelivery
{
    private readonly Delivery _delivery = new(DeliveryId.New(A.Now), A.Organization, "janus", "key", [1], 3, A.Now);

    [Fact]
    public void Is_pending_from_its_receipt_to_its_end()
    {
        Assert.True(_delivery.IsPending);
        _delivery.Start();
        Assert.True(_delivery.IsPending);

        _delivery.Complete(RecordingId.New(A.Now), 2, 0, 1, [9], A.Now);

        Assert.False(_delivery.IsPending);
        Assert.Equal((DeliveryState.Complete, 2, 1, 1), (_delivery.State, _delivery.Attached, _delivery.Warnings, _delivery.Attempts));
        Assert.Equal(["delivery.received", "delivery.completed"], _delivery.Facts().Select(f => f.Kind));
    }

    [Fact]
    public void Tells_the_code_of_a_failure_and_not_its_words()
    {
        _delivery.Start();
        _delivery.Fail("ingest.hash-mismatch", [9], A.Now);

        Assert.Equal((DeliveryState.Failed, "ingest.hash-mismatch"), (_delivery.State, _delivery.ErrorCode));
        Assert.Equal(["error"], _delivery.Facts()[^1].Details!.Keys);
    }

    [Fact]
    public void Can_be_tried_again_after_a_failure_and_loses_the_old_error_when_it_succeeds()
    {
        _delivery.Fail("ingest.hash-mismatch", [9], A.Now);

        Assert.Equal(Result.Ok, _delivery.Retry());
        Assert.True(_delivery.IsPending);
        Assert.Null(_delivery.FinishedAt);

        _delivery.Complete(RecordingId.New(A.Now), 1, 0, 0, [9], A.Now);
        Assert.Null(_delivery.ErrorCode);
    }

    [Fact]
    public void Can_be_discarded_after_a_failure_and_not_tried_again_then()
    {
        _delivery.Fail("ingest.hash-mismatch", [9], A.Now);
        _delivery.DequeueEvents();

        Assert.Equal(Result.Ok, _delivery.Discard(A.Now));

        Assert.Equal(DeliveryState.Discarded, _delivery.State);
        Assert.Equal("delivery.discarded", Assert.Single(_delivery.Facts()).Kind);
        Assert.Equal(DeliveryErrors.NotFailed, _delivery.Retry().Error);
    }

    [Theory]
    [InlineData(DeliveryState.Received)]
    [InlineData(DeliveryState.Working)]
    [InlineData(DeliveryState.Complete)]
    public void Is_neither_tried_again_nor_discarded_unless_it_failed(DeliveryState state)
    {
        if (state != DeliveryState.Received)
        {
            _delivery.Start();
        }

        if (state == DeliveryState.Complete)
        {
            _delivery.Complete(RecordingId.New(A.Now), 1, 0, 0, [9], A.Now);
        }

        _delivery.DequeueEvents();

        Assert.Equal(DeliveryErrors.NotFailed, _delivery.Retry().Error);
        Assert.Equal(DeliveryErrors.NotFailed, _delivery.Discard(A.Now).Error);
        Assert.Equal(state, _delivery.State);
        Assert.Empty(_delivery.Facts());
    }

    [Fact]
    public void Forgets_names_and_words()
    {
        _delivery.Complete(RecordingId.New(A.Now), 1, 0, 0, [9], A.Now);

        _delivery.Forget();

        Assert.Equal((null, null), (_delivery.SealedFiles, _delivery.SealedReport));
    }

    [Fact]
    public void Waits_twice_as_long_after_each_setback_and_at_most_six_hours()
    {
        List<double> waits = [];
        while (SetBack())
        {
            waits.Add((_delivery.NotBefore!.Value - A.Now).TotalMinutes);
            Assert.Equal((DeliveryState.Received, true), (_delivery.State, _delivery.IsPending));
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360, 360, 360, 360], waits);
        Assert.Equal(Backoff.Most, _delivery.Setbacks);
        Assert.Null(_delivery.NotBefore);
    }

    [Fact]
    public void Goes_on_at_once_after_a_few_interruptions_and_waits_after_more()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.True(Interrupted());
            Assert.Null(_delivery.NotBefore);
        }

        Assert.True(Interrupted());
        Assert.Equal(A.Now.AddMinutes(32), _delivery.NotBefore);
    }

    [Fact]
    public void Is_not_held_responsible_for_an_outage()
    {
        _delivery.Start();
        _delivery.Release();

        Assert.Equal((DeliveryState.Received, 0, null), (_delivery.State, _delivery.Setbacks, _delivery.NotBefore));
    }

    [Fact]
    public void Somebody_who_asks_does_not_wait_and_begins_to_count_anew()
    {
        SetBack();
        SetBack();

        Assert.Equal(Result.Ok, _delivery.Retry());

        Assert.Equal((0, null), (_delivery.Setbacks, _delivery.NotBefore));
        SetBack();
        Assert.Equal(A.Now.AddMinutes(1), _delivery.NotBefore);
    }

    [Fact]
    public void Success_forgets_the_setbacks()
    {
        SetBack();
        _delivery.Start();
        _delivery.Complete(RecordingId.New(A.Now), 3, 1, 0, [9], A.Now);

        Assert.Equal((0, null, 1), (_delivery.Setbacks, _delivery.NotBefore, _delivery.Repeated));
    }

    private bool SetBack()
    {
        _delivery.Start();
        return _delivery.SetBack(A.Now);
    }

    private bool Interrupted()
    {
        _delivery.Start();
        return _delivery.WasInterrupted(A.Now);
    }
}
