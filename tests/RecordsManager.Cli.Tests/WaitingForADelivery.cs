namespace RecordsManager.Cli.Tests;

public sealed class WaitingForADelivery
{
    [Fact]
    public async Task Lasts_until_everything_is_attached()
    {
        await using var server = await ServerStub.Start();
        server.States.Clear();
        server.States.Enqueue("""{"id":"dlv_1","status":"received","recording":null,"attached":0,"expected":2,"error":null}""");
        server.States.Enqueue("""{"id":"dlv_1","status":"working","recording":"rec_9","attached":1,"expected":2,"error":null}""");
        server.States.Enqueue("""{"id":"dlv_1","status":"complete","recording":"rec_9","attached":2,"expected":2,"error":null}""");

        var run = await Ingest(server);

        Assert.Equal((0, "rec_9\n"), (run.ExitCode, run.Out));
        Assert.Contains("working: 1 of 2 attached", run.Error);
    }

    [Fact]
    public async Task Ends_with_the_reason_and_the_way_out_when_the_delivery_fails()
    {
        await using var server = await ServerStub.Start();
        server.States.Clear();
        server.States.Enqueue("""{"id":"dlv_1","status":"failed","recording":null,"attached":0,"expected":0,"error":{"code":"janus.no-tracks","message":"No media.","whatToDo":"Check rec_dir."}}""");

        var run = await Ingest(server);

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains($"janus.no-tracks: No media.{Environment.NewLine}What to do: Check rec_dir.", run.Error);
    }

    [Fact]
    public async Task Ends_without_success_when_somebody_discards_the_delivery()
    {
        await using var server = await ServerStub.Start();
        server.States.Clear();
        server.States.Enqueue("""{"id":"dlv_1","status":"discarded","recording":null,"attached":0,"expected":2,"error":null}""");

        var run = await Ingest(server);

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
    }

    private static async Task<Records> Ingest(ServerStub server)
    {
        using var folder = new Folder().With("a.mjr", "one");
        return await Records.Run(server.Url, ServerStub.Key, "ingest", "--adapter", "janus", folder.Path, "--wait");
    }
}
