using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RecordsManager.Application.Erasure;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.ProductSupport;

namespace RecordsManager.Application.Tests.Erasure;

/// <summary>Two nodes on one database: what is open of an erased person ends on both before the next segment.</summary>
public sealed class ErasingWhileItPlays : OnTheWorkbench
{
    private const int PlainSegment = 65504;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ends_an_open_stream_on_every_node_and_leaves_the_others_alone()
    {
        var recording = await Bench.IngestAgreed("ada", "bob");
        var (ada, bob) = (recording.PersonCalled(0), recording.PersonCalled(1));
        var (adas, mix, bobs) = (await Store(recording, ada), await Store(recording, ada, bob), await Store(recording, bob));
        await using var other = Workbench.On(Bench.Database, Directory.CreateTempSubdirectory("records-node-").FullName, Bench.Clock, Bench.Organization);
        Link(other);
        await Listen(Bench);
        await Listen(other);
        List<IObjectReader> open = [];
        foreach (var node in new[] { Bench, other })
        {
            foreach (var id in new[] { adas, mix, bobs })
            {
                open.Add(await node.Services.GetRequiredService<IObjectVault>().Open(node.Organization, id, Ct));
            }
        }

        Assert.All(await Task.WhenAll(open.Select(o => Segment(o, 0))), Assert.True);

        await Bench.Send(new RequestErasure.Command(ada));

        foreach (var reader in (IObjectReader[])[open[0], open[1], open[3], open[4]])
        {
            while (await Segment(reader, 1))
            {
                await Task.Delay(1, Ct); // the notification of the other node is on its way
            }

            using var sink = new Sink();
            await Assert.ThrowsAsync<ObjectUnreadableException>(() => reader.CopyTo(0, reader.Length, sink, Ct));
            Assert.Equal(0, sink.Taken);
        }

        Assert.All(await Task.WhenAll(Segment(open[2], 1), Segment(open[5], 1)), Assert.True);
        foreach (var reader in open)
        {
            await reader.DisposeAsync();
        }
    }

    [Fact]
    public async Task Is_felt_by_a_copy_that_is_under_way()
    {
        var recording = await Bench.IngestAgreed("ada", "bob");
        var ada = recording.PersonCalled(0);
        await Listen(Bench);
        await using var reader = await Bench.Services.GetRequiredService<IObjectVault>().Open(Bench.Organization, await Store(recording, ada), Ct);
        using var sink = new Sink { After = 2 * PlainSegment, Then = () => Bench.Send(new RequestErasure.Command(ada)) };

        await Assert.ThrowsAsync<ObjectUnreadableException>(() => reader.CopyTo(0, reader.Length, sink, Ct));

        Assert.InRange(sink.Taken, 2 * PlainSegment, reader.Length - 1);
    }

    private static async Task<bool> Segment(IObjectReader reader, int segment)
    {
        try
        {
            return await reader.Read(segment * (long)PlainSegment, new byte[100], Ct) == 100;
        }
        catch (ObjectUnreadableException unreadable) when (unreadable.Reason == UnreadableReason.KeyDestroyed)
        {
            return false;
        }
    }

    private async Task<MediaObjectId> Store(Recording recording, params PersonId[] holders)
    {
        var spec = new ObjectSpec(MediaObjectId.New(Bench.Clock.GetUtcNow()), Bench.Organization, recording.Id.ToString(), ObjectKind.Mix, holders, "a test's work");
        await using var writer = await Bench.Services.GetRequiredService<IObjectVault>().Create(spec, Ct);
        for (var i = 0; i < 40; i++)
        {
            await writer.Body.WriteAsync(new byte[PlainSegment], Ct);
        }

        return (await writer.Complete(Ct)).Id;
    }

    /// <summary>Nodes share storage and keys.</summary>
    private void Link(Workbench other)
    {
        foreach (var shared in new[] { "storage", "keys" })
        {
            Directory.CreateSymbolicLink(Path.Combine(other.Folder, shared), Path.Combine(Bench.Folder, shared));
        }
    }

    private static async Task Listen(Workbench node)
    {
        foreach (var service in node.Services.GetServices<IHostedService>())
        {
            await service.StartAsync(Ct);
        }
    }

    /// <summary>Takes bytes slowly enough for a notification to come in between.</summary>
    private sealed class Sink : MemoryStream
    {
        private Task? _then;

        public long Taken { get; private set; }

        public long After { get; init; }

        public Func<Task>? Then { get; init; }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Taken += buffer.Length;
            if (Then is not null && Taken >= After)
            {
                await (_then ??= Then());
                await Task.Delay(20, cancellationToken);
            }
        }
    }
}
