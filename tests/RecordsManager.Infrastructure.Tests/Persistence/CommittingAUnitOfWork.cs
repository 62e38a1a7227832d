using MediatR;
using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application;
using RecordsManager.Application.Ledger;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Retention;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Retention;
using RecordsManager.ProductSupport;

namespace RecordsManager.Infrastructure.Tests.Persistence;

public sealed class CommittingAUnitOfWork(BenchFixture fixture) : IClassFixture<BenchFixture>
{
    private readonly Workbench _bench = fixture.Bench;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_hold_and_a_destruction_of_the_same_moment_cannot_both_be_committed(bool holdFirst)
    {
        var id = await BinnedRecording();
        var now = _bench.Clock.GetUtcNow();
        await using var holding = Scope();
        await using var destroying = Scope();
        Assert.Equal(Domain.Result.Ok, (await Load(holding, id)).PlaceHold(LegalHoldId.New(now), "CASE-7", "usr_1", now));
        Assert.False((await Load(destroying, id)).Destroy(CertificateId.New(now), now).Failed);
        var length = await Length();

        await Commit(holdFirst ? holding : destroying);
        await Assert.ThrowsAsync<ConcurrencyConflictException>(() => Commit(holdFirst ? destroying : holding));

        Assert.Equal(length + 1, await Length());
        await using var reading = Scope();
        var recording = await Load(reading, id);
        Assert.Equal(holdFirst ? (RecordingState.InBin, true) : (RecordingState.Destroyed, false), (recording.State, recording.IsHeld));
    }

    [Fact]
    public async Task An_effect_runs_after_the_commit_and_sees_what_was_committed()
    {
        var seen = -1L;
        var before = await Length();
        await _bench.In(_bench.Organization, async services =>
        {
            var work = services.GetRequiredService<IUnitOfWork>();
            work.Record(new LedgerFact("test.happened", "rec_1"));
            work.AfterCommit(async _ => seen = await Length());
            await work.Commit(Ct);
        });

        Assert.Equal(before + 1, seen);
    }

    [Fact]
    public async Task An_effect_runs_once_however_often_is_committed()
    {
        var ran = 0;
        await _bench.In(_bench.Organization, async services =>
        {
            var work = services.GetRequiredService<IUnitOfWork>();
            work.AfterCommit(_ => Task.FromResult(ran++));
            await work.Commit(Ct);
            await work.Commit(Ct);
        });

        Assert.Equal(1, ran);
    }

    [Fact]
    public async Task No_effect_runs_when_the_command_is_refused()
    {
        var id = await BinnedRecording();
        var ran = false;
        var before = await Length();
        await using var scope = Scope();
        scope.ServiceProvider.GetRequiredService<IUnitOfWork>().AfterCommit(_ => Task.FromResult(ran = true));

        var released = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ReleaseLegalHold.Command(id, LegalHoldId.New(_bench.Clock.GetUtcNow())), Ct);

        Assert.Equal(RetentionErrors.HoldNotFound, released.Error);
        Assert.False(ran);
        Assert.Equal(before, await Length());
    }

    [Fact]
    public async Task No_effect_runs_when_the_commit_fails()
    {
        var id = await BinnedRecording();
        var now = _bench.Clock.GetUtcNow();
        var ran = false;
        await using var first = Scope();
        await using var second = Scope();
        (await Load(first, id)).PlaceHold(LegalHoldId.New(now), "CASE-1", "usr_1", now);
        (await Load(second, id)).PlaceHold(LegalHoldId.New(now), "CASE-2", "usr_1", now);
        second.ServiceProvider.GetRequiredService<IUnitOfWork>().AfterCommit(_ => Task.FromResult(ran = true));
        await Commit(first);

        await Assert.ThrowsAsync<ConcurrencyConflictException>(() => Commit(second));

        Assert.False(ran);
    }

    [Fact]
    public async Task A_commit_of_nothing_writes_nothing()
    {
        var before = await Length();

        await using var scope = Scope();
        await Commit(scope);

        Assert.Equal(before, await Length());
    }

    [Fact]
    public async Task A_lock_is_held_by_one_and_free_when_it_is_given_back()
    {
        var locks = _bench.Services.GetRequiredService<IWorkLock>();
        await using (await locks.TryTake("unit-1", Ct))
        {
            Assert.Null(await locks.TryTake("unit-1", Ct));
            await using var another = await locks.TryTake("unit-2", Ct);
            Assert.NotNull(another);
        }

        await using var again = await locks.TryTake("unit-1", Ct);
        Assert.NotNull(again);
    }

    [Fact]
    public async Task A_lock_is_free_as_soon_as_the_connection_that_held_it_is_dead()
    {
        var locks = _bench.Services.GetRequiredService<IWorkLock>();
        var held = await locks.TryTake("unit-3", Ct);
        await using var superuser = await Catalog.Open(_bench.Database.SuperuserConnectionString);
        Assert.True(await superuser.Value<bool>(
            "select bool_and(pg_terminate_backend(pid, 5000)) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"));

        await using var taken = await locks.TryTake("unit-3", Ct);

        Assert.NotNull(taken);
        await held!.DisposeAsync(); // and giving back what is gone already harms nobody
    }

    private AsyncServiceScope Scope()
    {
        var scope = _bench.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ICurrentActor>().Enter(_bench.Organization, "usr_1", Roles.Of(Roles.Admin));
        return scope;
    }

    private static async Task<Recording> Load(AsyncServiceScope scope, RecordingId id) =>
        (await scope.ServiceProvider.GetRequiredService<IWriteDb>().Recording(id, Ct))!;

    private static Task Commit(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Commit(Ct);

    private Task<long> Length() => _bench.Length();

    private async Task<RecordingId> BinnedRecording()
    {
        var now = _bench.Clock.GetUtcNow();
        var id = RecordingId.New(now);
        await using var scope = Scope();
        var recording = Recording.Announce(id, _bench.Organization, ConversationId.New(now), "acme", id.ToString(), "A call", now, now);
        recording.Receive(1, now);
        recording.MoveToBin(now, "retention ended");
        scope.ServiceProvider.GetRequiredService<IWriteDb>().Add(recording);
        await Commit(scope);
        return id;
    }
}
