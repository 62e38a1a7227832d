using RecordsManager.TestSupport;

namespace RecordsManager.Infrastructure.Tests.Storage.Keks;

/// <summary>SoftHSM reads its configuration once in a process: all tests with tokens share these.</summary>
public sealed class Tokens : IAsyncLifetime
{
    public const string Main = "records";

    private SoftHsm? _hsm;

    public SoftHsm Hsm
    {
        get
        {
            Assert.SkipWhen(_hsm is null, SoftHsm.WhyNot);
            return _hsm;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (SoftHsm.IsInstalled)
        {
            _hsm = await SoftHsm.Create(Main);
            _hsm.ShowToThisProcess();
        }
    }

    public ValueTask DisposeAsync()
    {
        _hsm?.Dispose();
        return ValueTask.CompletedTask;
    }
}

[CollectionDefinition(nameof(Tokens))]
public sealed class TokenTests : ICollectionFixture<Tokens>;
