namespace RecordsManager.Cli.Tests;

public sealed class AskingForHelp
{
    [Fact]
    public async Task The_doctor_finds_a_ready_server_a_valid_key_and_the_versions()
    {
        await using var server = await ServerStub.Start();

        var run = await Records.Run(server.Url, ServerStub.Key, "doctor");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("is ready, version 7.1", run.Out);
        Assert.Contains("API key is valid", run.Out);
    }

    [Fact]
    public async Task The_doctor_says_that_the_key_is_not_valid_and_never_shows_it()
    {
        await using var server = await ServerStub.Start();

        var run = await Records.Run(server.Url, "rmk_wrong", "doctor");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("check RECORDS_API_KEY", run.Error);
        Assert.DoesNotContain("rmk_wrong", run.Out + run.Error);
    }

    [Fact]
    public async Task The_doctor_says_that_nobody_is_there()
    {
        var run = await Records.Run("http://127.0.0.1:1", ServerStub.Key, "doctor");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("No server at http://127.0.0.1:1/", run.Error);
    }

    [Fact]
    public async Task A_refusal_of_the_server_is_shown_with_code_and_what_to_do()
    {
        await using var server = await ServerStub.Start();
        using var folder = new Folder().With("a.bin", "one");

        var run = await Records.Run(server.Url, ServerStub.Key, "ingest", "--adapter", "unknown", folder.Path);

        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains($"ingest.unknown-adapter: There is no adapter of this name.{Environment.NewLine}What to do: use janus or manifest.", run.Error);
    }

    [Theory]
    [InlineData("ingest")]
    [InlineData("ingest", "--adapter", "janus", "/nowhere")]
    [InlineData("ingest", "--adapter", "janus", "/etc/hostname")]
    [InlineData("frobnicate")]
    public async Task Wrong_usage_ends_with_2(params string[] arguments)
    {
        var run = await Records.Run("http://127.0.0.1:1", ServerStub.Key, arguments);

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.NotEmpty(run.Error);
    }

    [Fact]
    public async Task A_missing_address_or_key_is_named()
    {
        var noUrl = await Records.Run(null, ServerStub.Key, "doctor");
        var noKey = await Records.Run("http://127.0.0.1:1", null, "doctor");

        Assert.Equal((2, 2), (noUrl.ExitCode, noKey.ExitCode));
        Assert.Contains("RECORDS_URL", noUrl.Error);
        Assert.Contains("RECORDS_API_KEY", noKey.Error);
    }
}
