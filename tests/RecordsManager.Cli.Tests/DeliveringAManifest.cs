namespace RecordsManager.Cli.Tests;

public sealed class DeliveringAManifest
{
    [Fact]
    public async Task Sends_the_files_it_names_and_no_other()
    {
        await using var server = await ServerStub.Start();
        using var elsewhere = new Folder().With("t2.ogg", "second").With("chat.ndjson", "chat");
        using var folder = new Folder().With("audio/t1.ogg", "first").With("private.txt", "not delivered").With("manifest.json", """
            {"schema":"recman.delivery/1","files":[
              {"id":"f1","uri":"audio/t1.ogg","name":"t1.ogg"},{"id":"f2","name":"t2.ogg"},{"id":"f9","uri":"x/chat.ndjson","name":"chat.ndjson"},
              {"id":"f3","uri":"s3://bucket/t3.ogg","name":"t3.ogg"},{"id":"f4","name":"t4.ogg","state":"missing"}],
             "artifacts":[{"id":"a1","type":"chat","file":"f9"}]}
            """);

        var run = await Records.Run(server.Url, ServerStub.Key, "ingest", "--adapter", "manifest", folder.At("manifest.json"), "--files", elsewhere.Path);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["audio/t1.ogg", "manifest.json", "t2.ogg", "x/chat.ndjson"], server.Names.Values.Order(StringComparer.Ordinal));
        Assert.Equal(("first", "second", "chat"), (server.Content("audio/t1.ogg"), server.Content("t2.ogg"), server.Content("x/chat.ndjson")));
    }

    [Theory]
    [InlineData("../secret.ogg")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../secret.ogg")]
    [InlineData("link.ogg")]
    [InlineData("linked/secret.ogg")]
    [InlineData("absent.ogg")]
    public async Task Is_refused_before_anything_is_sent_when_a_file_is_not_inside(string name)
    {
        await using var server = await ServerStub.Start();
        using var outside = new Folder().With("secret.ogg", "secret");
        using var folder = new Folder().With("manifest.json", $$"""{"files":[{"id":"f1","uri":"{{name}}"}]}""");
        File.CreateSymbolicLink(folder.At("link.ogg"), outside.At("secret.ogg"));
        Directory.CreateSymbolicLink(folder.At("linked"), outside.Path);

        var run = await Records.Run(server.Url, ServerStub.Key, "ingest", "--adapter", "manifest", folder.Path);

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains("Nothing was sent.", run.Error);
        Assert.Empty(server.Names);
    }
}
