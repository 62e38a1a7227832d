using System.Runtime.Versioning;
using RecordsManager.Application.Keys;
using RecordsManager.Domain.Organizations;
using RecordsManager.Storage.Keys;
using RecordsManager.Storage.Keys.Pkcs11;
using RecordsManager.TestSupport;

namespace RecordsManager.Infrastructure.Tests.Storage.Keks;

/// <summary>Whatever is not as it should be is said with what to do, and never with the PIN.</summary>
[Collection(nameof(Tokens))]
[UnsupportedOSPlatform("windows")]
public sealed class ReachingTheToken(Tokens tokens)
{
    private static readonly OrganizationId Organization = OrganizationId.New(DateTimeOffset.UnixEpoch);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Pkcs11Options Options => new(SoftHsm.Module, Tokens.Main, tokens.Hsm.PinFile);

    [Fact]
    public async Task Says_that_the_module_is_missing() =>
        Assert.Contains("/no/such/module.so cannot be loaded", await Refusal(Options with { Module = "/no/such/module.so" }), StringComparison.Ordinal);

    [Fact]
    public async Task Says_that_a_library_is_no_module() =>
        Assert.Contains("no C_GetFunctionList", await Refusal(Options with { Module = "libc.so.6" }), StringComparison.Ordinal);

    [Fact]
    public async Task Says_that_the_token_is_missing() =>
        Assert.Contains("No token with the label elsewhere", await Refusal(Options with { Token = "elsewhere" }), StringComparison.Ordinal);

    [Fact]
    public async Task Says_that_two_tokens_have_the_label()
    {
        await tokens.Hsm.AddToken("twice");
        await tokens.Hsm.AddToken("twice");

        Assert.Contains("Several tokens have the label twice", await Refusal(Options with { Token = "twice" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_the_PIN_is_missing_empty_or_open_to_others()
    {
        var open = tokens.Hsm.NewPinFile("271828");
        File.SetUnixFileMode(open, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        Assert.Contains("cannot be read", await Refusal(Options with { PinFile = "/no/such/pin" }), StringComparison.Ordinal);
        Assert.Contains("holds no PIN", await Refusal(Options with { PinFile = tokens.Hsm.NewPinFile("\n") }), StringComparison.Ordinal);
        Assert.Contains("holds no PIN", await Refusal(Options with { PinFile = tokens.Hsm.NewPinFile(new string('1', 300)) }), StringComparison.Ordinal);
        Assert.Contains($"chmod 600 {open}", await Refusal(Options with { PinFile = open }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tries_a_wrong_PIN_once_and_again_when_its_file_has_changed()
    {
        await tokens.Hsm.AddToken("guarded"); // of its own: to the others somebody may be logged in
        var pin = tokens.Hsm.NewPinFile("161803");
        using var keks = new Pkcs11KekProvider(Options with { Token = "guarded", PinFile = pin });

        var first = await Assert.ThrowsAsync<KekUnavailableException>(async () => await keks.Make(Organization, 1, Ct));
        var second = await Assert.ThrowsAsync<KekUnavailableException>(async () => await keks.Make(Organization, 1, Ct));
        await File.WriteAllTextAsync(pin, "271828\n", Ct);
        File.SetLastWriteTimeUtc(pin, File.GetLastWriteTimeUtc(pin).AddSeconds(1));
        await keks.Make(Organization, 1, Ct);

        Assert.IsType<Pkcs11Exception>(first.InnerException); // what the token said
        Assert.Null(second.InnerException); // it was not asked
        Assert.All([first, second], refusal => Assert.Contains("refused the PIN", refusal.Message, StringComparison.Ordinal));
        Assert.All([first, second], refusal => Assert.DoesNotContain("161803", refusal.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Says_that_a_token_is_gone_and_calls_no_key_destroyed()
    {
        await tokens.Hsm.AddToken("pulled");
        using var keks = new Pkcs11KekProvider(Options with { Token = "pulled" });
        using var key = SecretKey.Random();
        await keks.Make(Organization, 1, Ct);
        var wrapped = await keks.Wrap(Organization, 1, "per_x", key, Ct);

        await tokens.Hsm.DeleteToken("pulled");

        await Assert.ThrowsAsync<KekUnavailableException>(async () => await keks.Check(Organization, 1, Ct));
        await Assert.ThrowsAsync<KekUnavailableException>(async () => await keks.Unwrap(Organization, "per_x", wrapped, Ct));
    }

    private static async Task<string> Refusal(Pkcs11Options options)
    {
        using var keks = new Pkcs11KekProvider(options);
        return (await Assert.ThrowsAnyAsync<KekUnavailableException>(async () => await keks.Check(Organization, 1, Ct))).Message;
    }
}
