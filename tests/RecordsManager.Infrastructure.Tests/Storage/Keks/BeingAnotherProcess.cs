using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Storage.Keys.Pkcs11;
using RecordsManager.TestSupport;

namespace RecordsManager.Infrastructure.Tests.Storage.Keks;

/// <summary>Is started by a test, as a second server on the same token.</summary>
public sealed class BeingAnotherProcess
{
    public const string Orders = "RECORDS_TEST_ANOTHER_PROCESS";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Unwraps_and_makes_and_destroys()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Orders) is { Length: > 0 }, "Only a test that starts it says what to do.");
        var told = Environment.GetEnvironmentVariable(Orders)!.Split(' ');
        Assert.True(OrganizationId.TryParse(told[1], out var organization));
        using var keks = new Pkcs11KekProvider(new Pkcs11Options(SoftHsm.Module, Tokens.Main, told[0]));
        await keks.Make(organization, 2, Ct);
        await keks.Make(organization, 3, Ct);
        for (var i = 0; i < 200; i++)
        {
            using var key = await keks.Unwrap(organization, "per_x", new WrappedKey(1, Convert.FromHexString(told[2]), []), Ct);
            Assert.Equal(32, key.Bytes.Length);
        }

        await keks.Destroy(organization, 2, Ct);
    }
}
