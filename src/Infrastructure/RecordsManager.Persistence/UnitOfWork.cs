using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;
using RecordsManager.Persistence.Ledger;

namespace RecordsManager.Persistence;

internal sealed class UnitOfWork(RecordsDb db, LedgerWriter ledger, ChangeFeed feed) : IUnitOfWork
{
    private readonly List<LedgerFact> _facts = [];
    private readonly List<Func<CancellationToken, Task>> _effects = [];

    public void Record(LedgerFact fact) => _facts.Add(fact);

    public void AfterCommit(Func<CancellationToken, Task> effect) => _effects.Add(effect);

    public void Forget()
    {
        db.ChangeTracker.Clear();
        _facts.Clear();
        _effects.Clear();
    }

    public async Task Commit(CancellationToken ct)
    {
        await Save(ct);

        // Committed: from here on nothing may be half-done because a client went away.
        var effects = _effects.ToList();
        _effects.Clear();
        foreach (var effect in effects)
        {
            await effect(CancellationToken.None);
        }
    }

    private async Task Save(CancellationToken ct)
    {
        db.ChangeTracker.DetectChanges();
        var facts = db.ChangeTracker.Entries<AggregateRoot>().ToList()
            .SelectMany(entry => entry.Entity.DequeueEvents().OfType<LedgerFact>()).Concat(_facts).ToList();
        _facts.Clear();
        if (facts.Count == 0 && !db.ChangeTracker.HasChanges())
        {
            return;
        }

        BumpVersions();
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        var changed = ChangedRecordings().Select(r => r.ToString()).Concat(ErasedPersons().Select(p => p.ToString())).ToList();
        try
        {
            await db.SaveChangesAsync(ct);
            foreach (var topic in changed)
            {
                await db.Database.ExecuteSqlAsync($"select pg_notify({ChangeFeed.Channel}, {ChangeFeed.Topic(db.Organization!.Value, topic)})", ct);
            }

            await ledger.Append(facts, ct); // last: from here to the commit nobody else can append
            await transaction.CommitAsync(ct);
        }
        catch (Exception conflict) when (conflict is DbUpdateConcurrencyException or DbUpdateException { InnerException: PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation } })
        {
            throw new ConcurrencyConflictException(conflict);
        }
        finally
        {
            if (changed.Count > 0)
            {
                feed.Move(db.Organization!.Value, changed); // also when it failed: a commit of which only the answer was lost is one
            }
        }
    }

    /// <summary>Whoever watches one of them is told with the commit.</summary>
    private IReadOnlyCollection<RecordingId> ChangedRecordings() =>
        db.ChangeTracker.Entries()
            .Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            .Select(e => e.Entity switch
            {
                Recording recording => recording.Id,
                ConsentEvent happened => happened.Recording,
                Derivative made => made.Recording,
                ShareLink link => link.Recording, // a revoked one stops who plays through it
                _ => (RecordingId?)null,
            })
            .OfType<RecordingId>()
            .ToHashSet();

    /// <summary>Whoever has something of them open is told with the commit.</summary>
    private List<PersonId> ErasedPersons() =>
        [.. db.ChangeTracker.Entries<Person>().Where(e => e.State == EntityState.Modified && e.Entity.IsErased).Select(e => e.Entity.Id)];

    /// <summary>A change of anything that a recording owns is a change of the recording.</summary>
    private void BumpVersions()
    {
        var touched = db.ChangeTracker.Entries()
            .Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && e.Entity is Participant or Track or Domain.Retention.LegalHold)
            .Select(e => e.Property("RecordingId").CurrentValue)
            .ToHashSet();
        foreach (var counted in db.ChangeTracker.Entries().Where(e => e is { Entity: Delivery or Upload or ShareLink, State: EntityState.Modified }))
        {
            var version = counted.Property("Version");
            version.CurrentValue = (int)version.CurrentValue! + 1;
        }

        foreach (var recording in db.ChangeTracker.Entries<Recording>().Where(r => r.State != EntityState.Added))
        {
            if (recording.State == EntityState.Modified || touched.Contains(recording.Entity.Id))
            {
                var version = recording.Property<int>("Version");
                version.CurrentValue++;
            }
        }
    }
}
