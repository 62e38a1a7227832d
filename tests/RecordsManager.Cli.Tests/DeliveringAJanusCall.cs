using System.Security.Cryptography;
using RecordsManager.TestSupport;

namespace RecordsManager.Cli.Tests;

public sealed class DeliveringAJanusCall
{
    [Fact]
    public async Task Sends_the_real_call_whole_and_nothing_that_was_made_from_it()
    {
        await using var server = await ServerStub.Start();

        var run = await Records.Run(server.Url, ServerStub.Key, "ingest", "--adapter", "janus", Fixtures.At("janus-call-a"), "--wait");

        Assert.Equal((0, "rec_1\n"), (run.ExitCode, run.Out));
        Assert.Equal(14, server.Names.Count);
        Assert.Equal(10, server.Names.Values.Count(name => name.StartsWith("mjr/", StringComparison.Ordinal)));
        Assert.Contains("janus/events.jsonl", server.Names.Values);
        Assert.DoesNotContain("truth.json", server.Names.Values);
        foreach (var name in server.Names.Values)
        {
            var original = await File.ReadAllBytesAsync(Path.Combine(Fixtures.At("janus-call-a"), name), TestContext.Current.CancellationToken);
            Assert.Equal(SHA256.HashData(original), SHA256.HashData(server.Bytes(name)));
        }
    }

    [Fact]
    public async Task Twice_bears_the_same_idempotency_key_and_changed_bytes_another()
    {
        await using var server = await ServerStub.Start();
        using var folder = new Folder().With("a.mjr", "one").With("b.mjr.tmp", "two");

        await Records.Run(server.Url, ServerStub.Key, "ingest", "--adapter", "janus", folder.Path);
        await Records.Run(server.Url, ServerStub.Key, "ingest", "--adapter", "janus", folder.Path);
        folder.With("a.mjr", "One");
        await Records.Run(server.Url, ServerStub.Key, "ingest", "--adapter", "janus", folder.Path);

        var keys = server.Deliveries.Select(delivery => delivery.IdempotencyKey).ToArray();
        Assert.Equal(keys[0], keys[1]);
        Assert.NotEqual(keys[0], keys[2]);
    }

    [Fact]
    public async Task Goes_on_where_a_broken_connection_left_off()
    {
        await using var server = await ServerStub.Start();
        server.Interruptions = 2;
        server.LostAnswers = 1;
        using var folder = new Folder();
        var bytes = RandomNumberGenerator.GetBytes(20_000_000); // three chunks
        await File.WriteAllBytesAsync(folder.At("a.mjr"), bytes, TestContext.Current.CancellationToken);

        var run = await Records.Run(server.Url, ServerStub.Key, "ingest", "--adapter", "janus", folder.Path, "--wait");

        Assert.Equal((0, "rec_1\n"), (run.ExitCode, run.Out));
        Assert.Equal(SHA256.HashData(bytes), SHA256.HashData(server.Bytes("a.mjr")));
    }

    [Fact]
    public async Task Follows_no_link_and_takes_no_hidden_file()
    {
        await using var server = await ServerStub.Start();
        using var outside = new Folder().With("secret.mjr", "secret");
        using var folder = new Folder().With("a.mjr", "").With(".hidden.mjr", "x").With(".cache/b.mjr", "x").With("tracks/c.json", "x");
        File.CreateSymbolicLink(folder.At("link.mjr"), outside.At("secret.mjr"));
        Directory.CreateSymbolicLink(folder.At("sub"), outside.Path);

        var run = await Records.Run(server.Url, ServerStub.Key, "ingest", "--adapter", "janus", folder.Path);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["a.mjr"], server.Names.Values);
        Assert.Contains("link.mjr is a link", run.Error);
    }

    [Fact]
    public async Task Without_waiting_prints_the_deliverys_id()
    {
        await using var server = await ServerStub.Start();
        using var folder = new Folder().With("a.mjr", "one");

        var run = await Records.Run(server.Url, ServerStub.Key, "ingest", "--adapter", "janus", folder.Path);

        Assert.Equal((0, "dlv_1\n"), (run.ExitCode, run.Out));
        Assert.Equal("""{"files":[{"name":"a.mjr","upload":"upl_1"}]}""", server.Deliveries.Single().Body);
    }
}
