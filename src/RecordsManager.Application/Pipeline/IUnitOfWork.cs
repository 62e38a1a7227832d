using RecordsManager.Domain.Ledger;

namespace RecordsManager.Application.Pipeline;

/// <summary>One transaction: the changed aggregates and the ledger entries of what happened to them.</summary>
public interface IUnitOfWork
{
    /// <summary>Adds a fact that no aggregate raises: a look, a refusal.</summary>
    void Record(LedgerFact fact);

    /// <exception cref="ConcurrencyConflictException">Somebody else changed the same aggregate meanwhile.</exception>
    Task Commit(CancellationToken ct);

    /// <summary>Nothing of what was loaded, changed or recorded so far happened.</summary>
    void Forget();

    /// <summary>Runs after a successful commit, never before; may repeat, may be lost in a crash (the sweeps find what is left).</summary>
    void AfterCommit(Func<CancellationToken, Task> effect);
}

public sealed class ConcurrencyConflictException(Exception inner) : Exception("Somebody else changed this meanwhile.", inner);
