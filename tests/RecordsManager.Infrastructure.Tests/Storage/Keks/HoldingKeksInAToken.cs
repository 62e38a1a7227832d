using System.Diagnostics;
using System.Runtime.InteropServices;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Recordings;
using RecordsManager.Storage.Keys;
using RecordsManager.Storage.Keys.Pkcs11;
using RecordsManager.TestSupport;

namespace RecordsManager.Infrastructure.Tests.Storage.Keks;

/// <summary>Against SoftHSM, through the same interface that HSMs have.</summary>
[Collection(nameof(Tokens))]
public sealed class HoldingKeksInAToken(Tokens tokens) : HoldingKeks, IDisposable
{
    private const string Subject = "per_x";

    private readonly List<Pkcs11KekProvider> _opened = [];

    private string Prefix => $"records/{Organization.Value:N}/";

    public void Dispose() => _opened.ForEach(keks => keks.Dispose());

    [Fact]
    public async Task Makes_keys_that_cannot_leave_the_token_nor_be_copied_in_it()
    {
        var keks = Open();
        await keks.Make(Organization, 1, Ct);
        await keks.Check(Organization, 1, Ct); // keeps a session, and with it the login

        using var module = Pkcs11Module.Use(SoftHsm.Module);
        using var session = new Pkcs11Session(module, Assert.Single(module.SlotsOf(Tokens.Main)), writes: false);
        var kek = Assert.Single(session.Find(Prefix + "epoch-000001"));

        Assert.All((nuint[])[AttributeType.Token, AttributeType.Private, AttributeType.Sensitive, AttributeType.AlwaysSensitive, AttributeType.NeverExtractable, AttributeType.Encrypt, AttributeType.Decrypt], yes => Assert.True(session.Is(kek, yes)));
        Assert.All((nuint[])[AttributeType.Extractable, AttributeType.Copyable, AttributeType.Wrap, AttributeType.Unwrap, AttributeType.Sign, AttributeType.Verify, AttributeType.Derive], no => Assert.False(session.Is(kek, no)));
        Assert.Equal((nuint)0x11, session.AnswerToReading(kek)); // CKR_ATTRIBUTE_SENSITIVE
    }

    [Fact]
    public async Task Refuses_a_key_that_somebody_brought_from_outside()
    {
        await tokens.Hsm.ImportAesKey(Tokens.Main, Prefix + "epoch-000001");

        var refusal = await Assert.ThrowsAsync<KekUnavailableException>(async () => await Open().Check(Organization, 1, Ct));

        Assert.Contains("can leave it, or once could", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_to_choose_between_two_keys_of_one_name()
    {
        var keks = Open();
        using var key = SecretKey.Random();
        await keks.Make(Organization, 1, Ct);
        var wrapped = await keks.Wrap(Organization, 1, Subject, key, Ct);
        await tokens.Hsm.ImportAesKey(Tokens.Main, Prefix + "epoch-000001");

        var refusal = await Assert.ThrowsAsync<KekUnavailableException>(async () => await keks.Unwrap(Organization, Subject, wrapped, Ct));
        await keks.Destroy(Organization, 1, Ct); // leaves none of them

        Assert.Contains("Several keys", refusal.Message, StringComparison.Ordinal);
        await Refused(UnreadableReason.KeyDestroyed, keks, Organization, Subject, wrapped);
    }

    [Fact]
    public async Task Goes_on_in_a_new_session_after_the_old_ones_were_lost()
    {
        var keks = Open();
        using var key = SecretKey.Random();
        await keks.Make(Organization, 1, Ct);
        var wrapped = await keks.Wrap(Organization, 1, Subject, key, Ct);

        CloseAllSessions();
        using var again = await keks.Unwrap(Organization, Subject, wrapped, Ct);
        LogOut();
        using var onceMore = await keks.Unwrap(Organization, Subject, wrapped, Ct); // and not: KeyDestroyed, since nothing is seen without a login

        Assert.Equal(key.Bytes, again.Bytes);
        Assert.Equal(key.Bytes, onceMore.Bytes);
    }

    [Fact]
    public async Task Sees_at_once_what_another_process_does()
    {
        var keks = Open();
        using var key = SecretKey.Random();
        await keks.Make(Organization, 1, Ct);
        var wrapped = await keks.Wrap(Organization, 1, Subject, key, Ct);

        await Task.WhenAll(
            InAnotherProcess(wrapped),
            Task.Run(
                async () =>
                {
                    for (var i = 0; i < 200; i++)
                    {
                        using var again = await keks.Unwrap(Organization, Subject, wrapped, Ct);
                        Assert.Equal(key.Bytes, again.Bytes);
                    }
                },
                Ct));

        Assert.Equal([1, 3], await keks.Epochs(Organization, Ct)); // it made 2 and 3, and destroyed 2
    }

    protected override IKekProvider Open()
    {
        var keks = new Pkcs11KekProvider(new Pkcs11Options(SoftHsm.Module, Tokens.Main, tokens.Hsm.PinFile));
        _opened.Add(keks);
        return keks;
    }

    private async Task InAnotherProcess(WrappedKey wrapped)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(BeingAnotherProcess).Assembly.Location, "-noLogo", "-noColor", "-explicit", "only", "-class", typeof(BeingAnotherProcess).FullName!])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SOFTHSM2_CONF"] = tokens.Hsm.Configuration;
        start.Environment[BeingAnotherProcess.Orders] = $"{tokens.Hsm.PinFile} {Organization} {Convert.ToHexString(wrapped.Blob)}";
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        Assert.True(process.ExitCode == 0 && said.Contains("Total: 1", StringComparison.Ordinal), said);
    }

    /// <summary>As after a cut of the network to an HSM.</summary>
    private static void CloseAllSessions()
    {
        using var module = Pkcs11Module.Use(SoftHsm.Module);
        var close = Marshal.GetDelegateForFunctionPointer<WithOne>(module[14]);
        Assert.Equal((nuint)0, close(Assert.Single(module.SlotsOf(Tokens.Main))));
    }

    /// <summary>As another part of the process could.</summary>
    private static void LogOut()
    {
        using var module = Pkcs11Module.Use(SoftHsm.Module);
        var open = Marshal.GetDelegateForFunctionPointer<ToOpen>(module[Function.OpenSession]);
        Assert.Equal((nuint)0, open(Assert.Single(module.SlotsOf(Tokens.Main)), 4, 0, 0, out var session));
        Assert.Equal((nuint)0, Marshal.GetDelegateForFunctionPointer<WithOne>(module[19])(session));
        Assert.Equal((nuint)0, Marshal.GetDelegateForFunctionPointer<WithOne>(module[Function.CloseSession])(session));
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nuint WithOne(nuint handle);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nuint ToOpen(nuint slot, nuint flags, nint application, nint notify, out nuint session);
}
