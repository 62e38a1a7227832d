using RecordsManager.Application.Keys;
using RecordsManager.Application.Pipeline;

namespace RecordsManager.Web.Hosting;

/// <summary>
/// Whether the current KEK of every organization can be used. What it found holds for ten seconds: each look is work for an HSM and
/// money for a KMS, and load balancers look often.
/// </summary>
internal sealed partial class KeyHealth(IOrganizationDirectory organizations, IWrappedKeys wrapped, IKeyring keyring, TimeProvider clock, ILogger<KeyHealth> log)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private Found? _last;

    public async Task<bool> IsGood(CancellationToken ct)
    {
        if (_last is { } last && clock.GetElapsedTime(last.At) < Fresh)
        {
            return last.IsGood;
        }

        var at = clock.GetTimestamp();
        var isGood = await Look(ct);
        _last = new Found(isGood, at);
        return isGood;
    }

    private async Task<bool> Look(CancellationToken ct)
    {
        try
        {
            foreach (var organization in await organizations.All(ct))
            {
                if (await wrapped.Epochs(organization, ct) is [.., var current])
                {
                    await keyring.Check(current, ct);
                }
            }

            return true;
        }
        catch (KekUnavailableException reason)
        {
            Unusable(log, reason.Message);
            return false;
        }
    }

    [LoggerMessage(EventId = 5200, Level = LogLevel.Error, Message = "A KEK cannot be used: {Reason}")]
    private static partial void Unusable(ILogger log, string reason);

    private sealed record Found(bool IsGood, long At);
}
