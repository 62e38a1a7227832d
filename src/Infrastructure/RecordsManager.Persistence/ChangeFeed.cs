using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Persistence;

/// <summary>
/// PostgreSQL's NOTIFY, sent by the transaction that changes (UnitOfWork) and so delivered only if it commits, to every node
/// that listens. One connection a node, opened anew when it breaks.
/// </summary>
internal sealed partial class ChangeFeed(NpgsqlDataSource source, TimeProvider clock, ILogger<ChangeFeed> log) : BackgroundService, IChangeFeed
{
    public const string Channel = "records_changes";

    /// <summary>After the organization: all its recordings.</summary>
    public const string All = "*";

    private readonly ConcurrentDictionary<(string Topic, Channel<DateTimeOffset> Watcher), byte> _watchers = new();
    private readonly ConcurrentDictionary<Channel<PersonId?>, byte> _erasures = new();
    private readonly ChangeMarks _marks = new();

    public long? ErasureMark => _marks.OfErasures;

    public static string Topic(OrganizationId organization, string recording) => $"{organization}:{recording}";

    public long? Mark(OrganizationId organization, RecordingId recording) => _marks.Of(organization, recording);

    /// <summary>On the node that makes a change its marks move at once, and do not wait for the notification to come back.</summary>
    public void Move(OrganizationId organization, IEnumerable<string> changed)
    {
        foreach (var what in changed)
        {
            _marks.Move(Topic(organization, what));
        }
    }

    public async IAsyncEnumerable<DateTimeOffset> Watch(OrganizationId organization, RecordingId recording, [EnumeratorCancellation] CancellationToken ct)
    {
        // One place: changes that nobody has looked at yet are one change.
        var watcher = System.Threading.Channels.Channel.CreateBounded<DateTimeOffset>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        var key = (Topic(organization, recording.ToString()), watcher);
        _watchers[key] = 0;
        try
        {
            watcher.Writer.TryWrite(clock.GetUtcNow());
            await foreach (var change in watcher.Reader.ReadAllAsync(ct))
            {
                yield return change;
            }
        }
        finally
        {
            _watchers.TryRemove(key, out _);
        }
    }

    public async IAsyncEnumerable<PersonId?> Erasures([EnumeratorCancellation] CancellationToken ct)
    {
        var watcher = System.Threading.Channels.Channel.CreateUnbounded<PersonId?>(); // an id each, and whoever watches only marks
        _erasures[watcher] = 0;
        try
        {
            await foreach (var person in watcher.Reader.ReadAllAsync(ct))
            {
                yield return person;
            }
        }
        finally
        {
            _erasures.TryRemove(watcher, out _);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Listen(stoppingToken);
            }
            catch (Exception broken) when (broken is NpgsqlException or IOException or TimeoutException)
            {
                Interrupted(log, broken.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task Listen(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        connection.Notification += (_, told) => Tell(told.Payload);
        await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(ct);
        }

        _marks.Listen();
        try
        {
            TellEverybody(); // what happened while nobody listened
            while (true)
            {
                await connection.WaitAsync(ct);
            }
        }
        finally
        {
            _marks.StopListening();
        }
    }

    private void Tell(string payload)
    {
        _marks.Move(payload);
        if (PersonId.TryParse(payload[(payload.IndexOf(':', StringComparison.Ordinal) + 1)..], out var erased))
        {
            TellOf(erased);
            return;
        }

        var everything = payload.EndsWith(":" + All, StringComparison.Ordinal);
        foreach (var (topic, watcher) in _watchers.Keys)
        {
            if (everything ? topic.StartsWith(payload[..^1], StringComparison.Ordinal) : topic == payload)
            {
                watcher.Writer.TryWrite(clock.GetUtcNow());
            }
        }
    }

    private void TellOf(PersonId? erased)
    {
        foreach (var watcher in _erasures.Keys)
        {
            watcher.Writer.TryWrite(erased);
        }
    }

    private void TellEverybody()
    {
        TellOf(null);
        foreach (var (_, watcher) in _watchers.Keys)
        {
            watcher.Writer.TryWrite(clock.GetUtcNow());
        }
    }

    [LoggerMessage(EventId = 3200, Level = LogLevel.Warning, Message = "The change feed was interrupted and listens again: {Reason}")]
    private static partial void Interrupted(ILogger log, string reason);
}
