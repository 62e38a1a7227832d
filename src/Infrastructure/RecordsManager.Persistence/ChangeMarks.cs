using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Persistence;

/// <summary>
/// How often something was told, in a fixed number of counters: two recordings may share one, and then each is taken to have changed
/// with the other. Counters only grow, so a sum of them that is the same again says that none has moved.
/// </summary>
internal sealed class ChangeMarks
{
    private const int Counters = 1024;

    private readonly long[] _recordings = new long[Counters];
    private long _all;
    private long _erasures;
    private volatile bool _listens;

    /// <summary>Null while nobody listens.</summary>
    public long? OfErasures => _listens ? Volatile.Read(ref _erasures) : null;

    /// <returns>Null while nobody listens.</returns>
    public long? Of(OrganizationId organization, RecordingId recording)
    {
        var mark = Volatile.Read(ref Counter(organization, recording)) + Volatile.Read(ref _all);
        return _listens ? mark : null;
    }

    /// <param name="topic">An organization, a colon, and a recording, an erased person or everything.</param>
    public void Move(string topic)
    {
        var colon = topic.IndexOf(':', StringComparison.Ordinal);
        if (PersonId.TryParse(topic[(colon + 1)..], out _))
        {
            Interlocked.Increment(ref _erasures);
        }
        else if (OrganizationId.TryParse(topic[..colon], out var organization) && RecordingId.TryParse(topic[(colon + 1)..], out var recording))
        {
            Interlocked.Increment(ref Counter(organization, recording));
        }
        else
        {
            Interlocked.Increment(ref _all);
        }
    }

    /// <summary>What happened before is unknown.</summary>
    public void Listen()
    {
        MoveAll();
        _listens = true;
    }

    public void StopListening()
    {
        _listens = false;
        MoveAll();
    }

    private void MoveAll()
    {
        Interlocked.Increment(ref _all);
        Interlocked.Increment(ref _erasures);
    }

    private ref long Counter(OrganizationId organization, RecordingId recording) => ref _recordings[(uint)HashCode.Combine(organization, recording) % Counters];
}
