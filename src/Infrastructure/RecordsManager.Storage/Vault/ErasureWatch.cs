using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RecordsManager.Application.Pipeline;

namespace RecordsManager.Storage.Vault;

/// <summary>Closes on this node what is open of somebody who was erased on any.</summary>
internal sealed partial class ErasureWatch(IChangeFeed feed, OpenObjects open, ILogger<ErasureWatch> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var erased in feed.Erasures(stoppingToken))
            {
                if (erased is { } person)
                {
                    open.Close(person);
                    continue;
                }

                try
                {
                    await open.CloseWhoIsGone(stoppingToken);
                }
                catch (Exception unreachable) when (unreachable is System.Data.Common.DbException or TimeoutException or IOException)
                {
                    NotAsked(log, unreachable); // the feed is interrupted again, and says so when it is back
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the server stops
        }
    }

    [LoggerMessage(EventId = 2320, Level = LogLevel.Warning, Message = "After an interruption the database could not be asked who was erased")]
    private static partial void NotAsked(ILogger log, Exception unreachable);
}
