using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using RecordsManager.Application;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.Persistence;
using RecordsManager.ProductSupport;

namespace RecordsManager.Infrastructure.Tests.Persistence;

/// <summary>The marks by which two nodes know whether a recording changed since they looked.</summary>
public sealed class MarkingChanges : IAsyncLifetime
{
    private Workbench _bench = null!;
    private Workbench _other = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bench = await Workbench.Create();
        _other = Workbench.On(_bench.Database, _bench.Folder, _bench.Clock, _bench.Organization);
    }

    /// <summary>The other has the same database and folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)_other.Services).DisposeAsync();
        await _bench.DisposeAsync();
    }

    [Fact]
    public async Task There_is_none_before_somebody_listens()
    {
        Assert.Null(Feed(_bench).Mark(_bench.Organization, Recording()));
        Assert.Null(Feed(_bench).ErasureMark);

        await Listen(_bench);

        Assert.NotNull(Feed(_bench).Mark(_bench.Organization, Recording()));
        Assert.NotNull(Feed(_bench).ErasureMark);
    }

    [Fact]
    public async Task A_change_moves_its_own_before_the_commit_returns_and_on_the_other_node_when_it_is_told()
    {
        await Listen(_bench);
        await Listen(_other);
        var (id, another) = (Recording(), Recording());
        var (here, there) = (Mark(_bench, id), Mark(_other, id));
        var (untouched, erasures) = (Mark(_bench, another), Feed(_bench).ErasureMark);

        await Announce(id);

        Assert.NotEqual(here, Mark(_bench, id));
        while (Mark(_other, id) == there)
        {
            await Task.Delay(1, Ct); // the notification is on its way
        }

        Assert.Equal((untouched, erasures), (Mark(_bench, another), Feed(_bench).ErasureMark));
    }

    [Fact]
    public async Task Everything_of_an_organization_moves_all()
    {
        await Listen(_bench);
        var (mark, erasures) = (Mark(_bench, Recording()), Feed(_bench).ErasureMark);

        await Notify($"{_bench.Organization}:{ChangeFeed.All}");

        while (Mark(_bench, Recording()) == mark)
        {
            await Task.Delay(1, Ct);
        }

        Assert.Equal(erasures, Feed(_bench).ErasureMark);
    }

    [Fact]
    public async Task An_erasure_moves_that_of_erasures_on_every_node()
    {
        await Listen(_bench);
        await Listen(_other);
        var (here, there) = (Feed(_bench).ErasureMark, Feed(_other).ErasureMark);

        await Notify($"{_bench.Organization}:{PersonId.New(_bench.Clock.GetUtcNow())}");

        while (Feed(_bench).ErasureMark == here || Feed(_other).ErasureMark == there)
        {
            await Task.Delay(1, Ct);
        }
    }

    [Fact]
    public async Task There_is_none_while_the_connection_is_broken_and_all_have_moved_when_somebody_listens_again()
    {
        await Listen(_bench);
        var id = Recording();
        var (mark, erasures) = (Mark(_bench, id), Feed(_bench).ErasureMark);

        await Break();

        while (Feed(_bench).Mark(_bench.Organization, id) is not null || Feed(_bench).ErasureMark is not null)
        {
            await Task.Delay(1, Ct);
        }

        while (Feed(_bench).Mark(_bench.Organization, id) is null)
        {
            await Task.Delay(1, Ct);
        }

        Assert.NotEqual(mark, Mark(_bench, id));
        Assert.NotEqual(erasures, Feed(_bench).ErasureMark);
    }

    private static IChangeFeed Feed(Workbench node) => node.Services.GetRequiredService<IChangeFeed>();

    private static long Mark(Workbench node, RecordingId id) => Feed(node).Mark(node.Organization, id)!.Value;

    private static async Task Listen(Workbench node)
    {
        foreach (var service in node.Services.GetServices<IHostedService>())
        {
            await service.StartAsync(Ct);
        }

        while (Feed(node).ErasureMark is null)
        {
            await Task.Delay(1, Ct);
        }
    }

    private RecordingId Recording() => RecordingId.New(_bench.Clock.GetUtcNow());

    private Task Announce(RecordingId id) => _bench.In(_bench.Organization, async services =>
    {
        var now = _bench.Clock.GetUtcNow();
        var db = services.GetRequiredService<IWriteDb>();
        var conversation = new Conversation(ConversationId.New(now), _bench.Organization, "test", id.ToString(), "A call");
        db.Add(conversation);
        db.Add(Domain.Recordings.Recording.Announce(id, _bench.Organization, conversation.Id, "test", id.ToString(), "A call", now, now));
        await services.GetRequiredService<IUnitOfWork>().Commit(Ct);
    });

    private Task Notify(string topic) => Tell("select pg_notify($1, $2)", ChangeFeed.Channel, topic);

    private Task Break() => Tell("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen %'");

    private async Task Tell(string sql, params string[] parameters)
    {
        await using var superuser = NpgsqlDataSource.Create(_bench.Database.SuperuserConnectionString);
        await using var command = superuser.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.AddWithValue(parameter);
        }

        await command.ExecuteNonQueryAsync(Ct);
    }
}
