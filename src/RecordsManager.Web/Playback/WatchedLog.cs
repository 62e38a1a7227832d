using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Sharing;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Web.Playback;

/// <summary>
/// What players tell of what was played, on the ledger at most once in half a minute for each session: what comes sooner waits and is
/// written together. It is lost with the process; that the link was played is on the ledger before.
/// </summary>
public sealed partial class WatchedLog(IServiceScopeFactory scopes, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<WatchedLog> log)
{
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(30);

    /// <summary>Stretches of one session that wait.</summary>
    private const int Most = 100;

    private const int Remembered = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Held> _held = [];

    /// <param name="played">Seconds after the beginning of what the link plays.</param>
    /// <param name="fromMs">Where second zero of that player lies in the recording; null: unknown.</param>
    public void Note(WatchSession session, IReadOnlyList<(double From, double To)> played, long? fromMs)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            Forget(now);
            if (!_held.TryGetValue(session.Name, out var held))
            {
                _held[session.Name] = held = new Held { NotBefore = now };
            }

            if (held.FromMs != fromMs)
            {
                held.Played.Clear(); // told from where the link began before it was changed
                held.FromMs = fromMs;
            }

            held.Played.AddRange(played.Take(Most - held.Played.Count));
            if (!held.IsWaiting)
            {
                held.IsWaiting = true;
                _ = Write(session, held, held.NotBefore - now);
            }
        }
    }

    private async Task Write(WatchSession session, Held held, TimeSpan wait)
    {
        try
        {
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, clock, lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException)
        {
            // this node stops: now or never
        }

        List<(double, double)> played;
        long? fromMs;
        lock (_gate)
        {
            (played, fromMs) = ([.. held.Played], held.FromMs);
            held.Played.Clear();
            held.IsWaiting = false;
            held.NotBefore = clock.GetUtcNow() + Apart;
        }

        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<ICurrentActor>().Enter(session.Organization, session.Link.ToString(), new HashSet<Permission>());
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new NoteWatched.Command(session.Link, session.Name, played, fromMs), CancellationToken.None);
        }
        catch (Exception failure)
        {
            NotWritten(log, failure, session.Link.ToString()); // nobody waits for it any more
        }
    }

    private void Forget(DateTimeOffset now)
    {
        if (_held.Count >= Remembered)
        {
            foreach (var (name, _) in _held.Where(h => !h.Value.IsWaiting && h.Value.NotBefore <= now).ToList())
            {
                _held.Remove(name);
            }
        }
    }

    [LoggerMessage(EventId = 5102, Level = LogLevel.Error, Message = "What was watched through {Link} could not be written to the ledger")]
    private static partial void NotWritten(ILogger log, Exception failure, string link);

    private sealed class Held
    {
        public List<(double From, double To)> Played { get; } = [];

        public long? FromMs { get; set; }

        public bool IsWaiting { get; set; }

        public DateTimeOffset NotBefore { get; set; }
    }
}
