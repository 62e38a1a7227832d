using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Recordings;

/// <summary>
/// Brings a recording's derivatives to what its cleared tracks ask for: what is no longer wanted goes first, then what is
/// missing is made, two at a time, for a turn. A crash leaves whole derivatives or none; the next run makes the rest.
/// </summary>
public static class MakeDerivatives
{
    [Requires(Permission.System)]
    public sealed record Command(RecordingId Recording) : ICommand<Result>;

    internal sealed class Handler(
        IWriteDb db, IReadDb others, IUnitOfWork work, IWorkLock locks, IObjectVault vault, DerivativePlan plan, DerivativeRenderer renderer, IWorkSignal signal, ICurrentActor actor, TimeProvider clock)
        : IRequestHandler<Command, Result>
    {
        public const int MaxAttempts = 3;
        private const int AtOnce = 2;

        /// <summary>How often who waits is told how far it is.</summary>
        private static readonly TimeSpan Told = TimeSpan.FromSeconds(2);

        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var unit = DerivativeRenderer.Work(command.Recording);
            await using var mine = await locks.TryTake(unit, ct);
            if (mine is null || await db.Recording(command.Recording, ct) is not { } recording)
            {
                return Result.Ok;
            }

            await vault.DestroyUnattached(actor.Organization, unit, ct);
            var missing = await Plan(recording, ct);
            await Make(recording, missing, ct);
            work.AfterCommit(token => signal.Poke(WorkKind.Erasures, token)); // an erasure may wait for this
            if (missing.Count > 0)
            {
                work.AfterCommit(token => signal.Poke(WorkKind.Derivatives, token)); // another turn, behind whoever could not be heard
            }

            return Result.Ok;
        }

        private async Task<Queue<Missing>> Plan(Recording recording, CancellationToken ct)
        {
            var wanted = plan.For(recording);
            var have = (await db.Derivatives(recording.Id, ct)).ToList();
            List<MediaObjectId> obsolete = [];
            Queue<Missing> missing = [];
            Dictionary<(string, bool), Derivative> scenes = [];
            foreach (var want in wanted)
            {
                var row = have.Find(d => d.Kind == want.Kind && d.ForRecipients == want.ForRecipients && d.InputHash == want.InputHash);
                if (row is null)
                {
                    row = New(recording, want);
                    db.Add(row);
                }
                else
                {
                    have.Remove(row);
                    row.MovedTo(want.Ordinal, want.Cost);
                }

                if (want.Kind == DerivativeKind.Scene)
                {
                    scenes[(want.InputHash, want.ForRecipients)] = row;
                }

                if (row.State == DerivativeState.Waiting || (row.State == DerivativeState.Failed && row.Attempts < MaxAttempts))
                {
                    missing.Enqueue(new Missing(row, want, want.Source is { } of ? scenes[(of.InputHash, of.ForRecipients)] : null));
                }
            }

            foreach (var row in have)
            {
                db.Remove(row);
                if (row.Object is { } made)
                {
                    obsolete.Add(made);
                }
            }

            recording.Planned();
            await work.Commit(ct);
            await vault.Destroy(actor.Organization, obsolete, ct);
            return missing;
        }

        private Derivative New(Recording recording, WantedDerivative want) => new(
            DerivativeId.New(clock.GetUtcNow()), recording.Organization, recording.Id, want.Kind, want.Ordinal, want.Participant, want.ForRecipients, want.InputHash,
            [.. want.Tracks.Select(t => t.Id)], Persons(recording, want), want.Height, want.Cost);

        private static IReadOnlyList<PersonId> Persons(Recording recording, WantedDerivative want) =>
            [.. want.Tracks.Select(t => recording.FindParticipant(t.Participant)!.Person).Distinct().OrderBy(p => p.Value)];

        private async Task Make(Recording recording, Queue<Missing> missing, CancellationToken ct)
        {
            Dictionary<Task<Made>, (Derivative Row, WantedDerivative Wanted, Reached Reached)> running = [];
            var turn = new DerivationTurn(others, recording.Id, clock);
            try
            {
                while (true)
                {
                    while (running.Count < AtOnce && missing.TryPeek(out var next) && !next.WaitsForSource && await turn.Takes(next.Wanted, HeldFor(running.Values), ct))
                    {
                        missing.Dequeue();
                        var reached = new Reached();
                        running.Add(renderer.Render(recording, next.Row, next.Wanted, next.Source, reached, ct), (next.Row, next.Wanted, reached));
                    }

                    if (running.Count == 0)
                    {
                        return;
                    }

                    using var waiting = CancellationTokenSource.CreateLinkedTokenSource(ct);
                    var first = await Task.WhenAny([.. running.Keys, Task.Delay(Told, clock, waiting.Token)]);
                    await waiting.CancelAsync();
                    ct.ThrowIfCancellationRequested();
                    if (first is Task<Made> done)
                    {
                        running.Remove(done, out var made);
                        await Keep(made.Row, await done, ct);
                    }
                    else
                    {
                        await Tell(running.Values, ct);
                    }
                }
            }
            finally
            {
                // Whoever still renders does so under this run's lock: it must not be given up before they have ended.
                await ((Task)Task.WhenAll(running.Keys)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        /// <summary>What is left of that which the turn cannot end before, in <see cref="Derivative.Cost"/>.</summary>
        private static double HeldFor(IEnumerable<(Derivative Row, WantedDerivative Wanted, Reached Reached)> running) =>
            running.Where(r => !r.Wanted.IsPicture).Select(r => r.Wanted.Cost * (1 - r.Reached.Fraction)).DefaultIfEmpty().Max();

        private async Task Tell(IEnumerable<(Derivative Row, WantedDerivative Wanted, Reached Reached)> running, CancellationToken ct)
        {
            foreach (var (row, _, reached) in running)
            {
                row.Reached(reached.Fraction);
            }

            await work.Commit(ct);
        }

        private async Task Keep(Derivative row, Made made, CancellationToken ct)
        {
            if (made.Failure is { } failure)
            {
                row.Fail(failure);
            }
            else
            {
                row.Complete(made.Object!.Id, made.Object.PlainLength, made.Contents);
                await db.Attach([made.Object.Id], ct);
            }

            await work.Commit(ct);
        }

        /// <param name="Source">The row of what it is made of; null: of tracks.</param>
        private sealed record Missing(Derivative Row, WantedDerivative Wanted, Derivative? Source)
        {
            /// <summary>It comes before in the queue, and is being made.</summary>
            public bool WaitsForSource => Source is { State: DerivativeState.Waiting };
        }

        /// <summary>Told from the renderer's thread, read from this one's.</summary>
        private sealed class Reached : IProgress<double>
        {
            private double _fraction;

            public double Fraction => Volatile.Read(ref _fraction);

            public void Report(double value) => Volatile.Write(ref _fraction, value);
        }
    }
}
