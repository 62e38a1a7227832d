using RecordsManager.Domain.Retention;

namespace RecordsManager.Domain.Tests.Retention;

public sealed class ChangingARetentionPolicy
{
    private readonly RetentionPolicy _policy = new(RetentionPolicyId.New(A.Now), A.Organization, new RetentionPeriod(0, 0, 90), 30, A.Now);

    [Fact]
    public void Makes_a_new_version_and_tells_what_was_and_what_is()
    {
        Assert.Equal(Result.Ok, _policy.Change(new RetentionPeriod(1, 0, 0), 14, A.Now.AddDays(1)));

        Assert.Equal(("P1Y", 14, 2), (_policy.Keep, _policy.GraceDays, _policy.Version));
        var fact = Assert.Single(_policy.Facts());
        Assert.Equal("policy.changed", fact.Kind);
        Assert.Equal(("P90D", "P1Y", "30", "14"), (fact.Details!["keepWas"], fact.Details["keep"], fact.Details["graceDaysWas"], fact.Details["graceDays"]));
    }

    [Fact]
    public void Leaves_what_was_in_force_before_to_be_told()
    {
        _policy.Change(new RetentionPeriod(1, 0, 0), 14, A.Now.AddDays(10));

        Assert.Equal(["P90D", "P90D", "P1Y", "P1Y"], new[] { -1, 9, 10, 400 }.Select(day => _policy.At(A.Now.AddDays(day)).Keep));
    }

    [Fact]
    public void Into_what_it_is_already_changes_nothing_and_tells_nothing()
    {
        Assert.Equal(Result.Ok, _policy.Change(new RetentionPeriod(0, 0, 90), 30, A.Now.AddDays(1)));

        Assert.Equal(1, _policy.Version);
        Assert.Empty(_policy.Facts());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(366)]
    public void Is_refused_with_a_grace_out_of_range(int days)
    {
        Assert.Equal(RetentionErrors.GraceOutOfRange, _policy.Change(new RetentionPeriod(1, 0, 0), days, A.Now).Error);

        Assert.Equal(("P90D", 30, 1), (_policy.Keep, _policy.GraceDays, _policy.Version));
        Assert.Empty(_policy.Facts());
    }
}
