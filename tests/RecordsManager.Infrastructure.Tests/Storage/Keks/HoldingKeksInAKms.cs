using RecordsManager.Application.Keys;
using RecordsManager.Application.Recordings;
using RecordsManager.Storage.Keys;
using RecordsManager.Storage.Keys.AwsKms;

namespace RecordsManager.Infrastructure.Tests.Storage.Keks;

/// <summary>Against a stub of AWS KMS: the contract of the client, not of the service.</summary>
public sealed class HoldingKeksInAKms : HoldingKeks, IAsyncLifetime
{
    private const string Subject = "value|idempotent-answer|alice@example.org";

    private readonly List<AwsKmsKekProvider> _opened = [];
    private KmsStub? _stub;

    static HoldingKeksInAKms()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "stub");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "stub");
    }

    private KmsStub Stub => _stub!;

    private string Alias => $"alias/records-{Organization.Value:N}-epoch-000001";

    public async ValueTask InitializeAsync() => _stub = await KmsStub.Start();

    public async ValueTask DisposeAsync()
    {
        _opened.ForEach(keks => keks.Dispose());
        await Stub.DisposeAsync();
    }

    [Fact]
    public async Task Tells_the_service_the_place_of_a_wrap_and_nothing_personal()
    {
        var (keks, wrapped) = await Wrapped();
        using (await keks.Unwrap(Organization, Subject, wrapped, Ct))
        {
            foreach (var (_, request) in Stub.Asked.Where(a => a.Operation is "Encrypt" or "Decrypt"))
            {
                var context = request["EncryptionContext"]!.AsObject().ToDictionary(p => p.Key, p => (string)p.Value!);
                Assert.Equal(["epoch", "organization", "subject", "wrap"], context.Keys.Order(StringComparer.Ordinal));
                Assert.Equal((Organization.ToString(), "1", "rm-wrap-v1", 64), (context["organization"], context["epoch"], context["wrap"], context["subject"].Length));
            }
        }

        Assert.All(Stub.Asked, a => Assert.DoesNotContain("alice", a.Request.ToJsonString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Destroys_by_disabling_scheduling_and_forgetting_the_name_last()
    {
        var (keks, _) = await Wrapped();
        var key = Stub.Behind(Alias);
        Stub.Asked.Clear();

        await keks.Destroy(Organization, 1, Ct);

        Assert.Equal(["DisableKey", "ScheduleKeyDeletion", "DeleteAlias"], Stub.Asked.Select(a => a.Operation).Where(o => o is not "DescribeKey"));
        Assert.Equal(7, (int)Stub.Asked.Single(a => a.Operation == "ScheduleKeyDeletion").Request["PendingWindowInDays"]!);
        Assert.Equal(("PendingDeletion", false), (key.State, Stub.Knows(Alias)));
    }

    [Theory]
    [InlineData("DisableKey", false)]
    [InlineData("DisableKey", true)]
    [InlineData("ScheduleKeyDeletion", false)]
    [InlineData("ScheduleKeyDeletion", true)]
    [InlineData("DeleteAlias", false)]
    [InlineData("DeleteAlias", true)]
    public async Task Goes_on_with_a_destruction_that_was_interrupted(string operation, bool done)
    {
        var (keks, wrapped) = await Wrapped();
        var key = Stub.Behind(Alias);
        Stub.Fail(operation, "AccessDeniedException", done: done);

        await Assert.ThrowsAsync<KekUnavailableException>(async () => await keks.Destroy(Organization, 1, Ct));
        Assert.Equal(key.State is "PendingDeletion" ? [] : [1], await keks.Epochs(Organization, Ct)); // what is not going yet is listed, so that somebody goes on
        if (operation != "DisableKey" || done)
        {
            await Assert.ThrowsAnyAsync<Exception>(async () => await keks.Unwrap(Organization, Subject, wrapped, Ct)); // from the first step on
        }

        await keks.Destroy(Organization, 1, Ct);

        Assert.Equal(("PendingDeletion", false), (key.State, Stub.Knows(Alias)));
        Assert.Empty(await keks.Epochs(Organization, Ct));
        await Refused(UnreadableReason.KeyDestroyed, keks, Organization, Subject, wrapped);
    }

    [Theory]
    [InlineData("Disabled", false)]
    [InlineData("Unavailable", false)]
    [InlineData("PendingDeletion", true)]
    public async Task Tells_a_key_that_cannot_be_used_from_one_that_is_going(string state, bool isGoing)
    {
        var (keks, wrapped) = await Wrapped();
        using var key = SecretKey.Random();
        Stub.Behind(Alias).State = state;

        if (isGoing)
        {
            await Refused(UnreadableReason.KeyDestroyed, keks, Organization, Subject, wrapped);
        }
        else
        {
            Assert.Contains($"it is {state}", (await Assert.ThrowsAsync<KekUnavailableException>(async () => await keks.Unwrap(Organization, Subject, wrapped, Ct))).Message, StringComparison.Ordinal);
        }

        Assert.Contains($"it is {state}", (await Assert.ThrowsAsync<KekUnavailableException>(async () => await keks.Wrap(Organization, 1, Subject, key, Ct))).Message, StringComparison.Ordinal);
        Assert.Contains($"it is {state}", (await Assert.ThrowsAsync<KekUnavailableException>(async () => await keks.Check(Organization, 1, Ct))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keeps_one_key_when_two_were_made_at_once()
    {
        var keks = Open();
        Stub.Fail("CreateAlias", "AlreadyExistsException");

        await keks.Make(Organization, 1, Ct);

        Assert.Equal("PendingDeletion", Assert.Single(Stub.Keys).State); // the one that did not get the name
    }

    [Fact]
    public async Task Refuses_a_key_that_somebody_brought_from_outside()
    {
        Stub.Point(Alias, new KmsStub.StubKey { Origin = "EXTERNAL" });

        var refusal = await Assert.ThrowsAsync<KekUnavailableException>(async () => await Open().Check(Organization, 1, Ct));

        Assert.Contains("a copy of it can exist", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_a_wrap_damaged_when_the_name_leads_to_another_key()
    {
        var (keks, wrapped) = await Wrapped();
        Stub.Point(Alias, new KmsStub.StubKey());

        await Refused(UnreadableReason.Damaged, keks, Organization, Subject, wrapped);
    }

    [Fact]
    public async Task Tries_again_when_it_is_throttled_and_then_says_so()
    {
        var (keks, wrapped) = await Wrapped();
        Stub.Fail("Decrypt", "ThrottlingException");
        using var again = await keks.Unwrap(Organization, Subject, wrapped, Ct);

        Stub.Fail("Decrypt", "ThrottlingException", times: 3);
        var refusal = await Assert.ThrowsAsync<KekUnavailableException>(async () => await keks.Unwrap(Organization, Subject, wrapped, Ct));

        Assert.Contains("ThrottlingException", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_the_account_does_not_allow_it()
    {
        var (keks, wrapped) = await Wrapped();
        Stub.Fail("Decrypt", "AccessDeniedException");

        var refusal = await Assert.ThrowsAsync<KekUnavailableException>(async () => await keks.Unwrap(Organization, Subject, wrapped, Ct));

        Assert.Contains("AccessDeniedException", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_nobody_answers()
    {
        using var keks = new AwsKmsKekProvider(new AwsKmsOptions("eu-central-1", "http://127.0.0.1:1"));

        var refusal = await Assert.ThrowsAsync<KekUnavailableException>(async () => await keks.Check(Organization, 1, Ct));

        Assert.Contains("out of reach", refusal.Message, StringComparison.Ordinal);
    }

    protected override IKekProvider Open()
    {
        var keks = new AwsKmsKekProvider(new AwsKmsOptions("eu-central-1", Stub.Endpoint));
        _opened.Add(keks);
        return keks;
    }

    private async Task<(IKekProvider Keks, WrappedKey Wrapped)> Wrapped()
    {
        var keks = Open();
        using var key = SecretKey.Random();
        await keks.Make(Organization, 1, Ct);
        return (keks, await keks.Wrap(Organization, 1, Subject, key, Ct));
    }
}
