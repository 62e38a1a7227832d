namespace RecordsManager.Domain;

/// <summary>A past-tense fact of plain values, raised by an aggregate and written to the ledger in the same transaction.</summary>
public interface IDomainEvent;

public abstract class AggregateRoot
{
    private readonly List<IDomainEvent> _events = [];

    public IReadOnlyList<IDomainEvent> DequeueEvents()
    {
        var events = _events.ToArray();
        _events.Clear();
        return events;
    }

    protected void Raise(IDomainEvent happened) => _events.Add(happened);
}
