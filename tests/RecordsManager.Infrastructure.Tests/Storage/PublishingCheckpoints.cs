using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;
using Microsoft.Extensions.Logging.Abstractions;
using RecordsManager.Application.Ledger;
using RecordsManager.Domain.Organizations;
using RecordsManager.Storage;
using RecordsManager.Storage.Checkpoints;
using RecordsManager.Storage.Named;
using RecordsManager.TestSupport;

namespace RecordsManager.Infrastructure.Tests.Storage;

/// <summary>To a folder, and to a real S3 interface (OpenStack Swift's) where it is installed.</summary>
public sealed class PublishingCheckpoints : IDisposable
{
    private static readonly OrganizationId Organization = OrganizationId.New(DateTimeOffset.UnixEpoch);

    private readonly string _folder = Directory.CreateTempSubdirectory("records-checkpoints-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Keeps_each_size_names_the_newest_and_the_key()
    {
        var publisher = To(_folder);

        await publisher.Publish(Checkpoint(7), "key", Ct);
        await publisher.Publish(Checkpoint(9), "key", Ct);
        await publisher.Publish(Checkpoint(7), "key", Ct); // late: the newest stays

        Assert.Equal(["checkpoint", "checkpoint.7", "checkpoint.9", "vkey"], Directory.GetFiles(Path.Combine(_folder, Organization.ToString())).Select(Path.GetFileName).Order());
        Assert.Equal(("note of 9", "note of 7", "key\n"), (Read("checkpoint"), Read("checkpoint.7"), Read("vkey")));
    }

    [Fact]
    public async Task Stops_nothing_when_the_place_is_gone_and_goes_on_when_it_is_back()
    {
        var gone = Path.Combine(_folder, "mount");
        await File.WriteAllTextAsync(gone, "no folder", Ct);
        var publisher = To(gone);

        await publisher.Publish(Checkpoint(7), "key", Ct);
        File.Delete(gone);
        await publisher.Publish(Checkpoint(7), "key", Ct);

        Assert.Equal("note of 7", await File.ReadAllTextAsync(Path.Combine(gone, Organization.ToString(), "checkpoint"), Ct));
    }

    [Fact]
    public async Task Writes_the_same_to_an_object_store()
    {
        var start = Path.GetFullPath(Path.Combine(Fixtures.Repository, "../shared/tools/start-swift-s3.sh"));
        Assert.SkipUnless(File.Exists(start) && File.Exists("/usr/bin/swift-proxy-server"), "OpenStack Swift is not installed here, or its start script is not beside the clone.");
        var where = Path.Combine(_folder, "swift");
        var port = RandomNumberGenerator.GetInt32(20_000, 30_000).ToString(CultureInfo.InvariantCulture);
        await Run(start, "start", where, port);
        try
        {
            using var store = new AmazonS3Client(new BasicAWSCredentials("test:tester", "testing"), new AmazonS3Config
            {
                ServiceURL = $"http://127.0.0.1:{port}",
                ForcePathStyle = true,
                AuthenticationRegion = "us-east-1",
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            });
            var bucket = new CheckpointPublisher(new NamedBucket(store, "witness", "ledger/"), NullLogger<CheckpointPublisher>.Instance);
            await bucket.Publish(Checkpoint(7), "key", Ct); // there is no such bucket yet
            await store.PutBucketAsync("witness", Ct);
            await bucket.Publish(Checkpoint(7), "key", Ct);
            await bucket.Publish(Checkpoint(9), "key", Ct);

            var listed = await store.ListObjectsV2Async(new Amazon.S3.Model.ListObjectsV2Request { BucketName = "witness" }, Ct);
            Assert.Equal(((string[])["checkpoint", "checkpoint.7", "checkpoint.9", "vkey"]).Select(name => $"ledger/{Organization}/{name}"), listed.S3Objects.Select(o => o.Key).Order());
            using var newest = await store.GetObjectAsync("witness", $"ledger/{Organization}/checkpoint", Ct);
            using var reader = new StreamReader(newest.ResponseStream);
            Assert.Equal("note of 9", await reader.ReadToEndAsync(Ct));
        }
        finally
        {
            await Run(start, "stop", where);
        }
    }

    private static CheckpointPublisher To(string where) =>
        new(new StorageOptions { Root = "", KeysFolder = "", PublishedCheckpoints = where }, NullLogger<CheckpointPublisher>.Instance);

    private static LedgerCheckpoint Checkpoint(long size) => new(Organization, size, [], string.Create(CultureInfo.InvariantCulture, $"note of {size}"), DateTimeOffset.UnixEpoch);

    private static async Task Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await process.WaitForExitAsync(Ct);
        Assert.Equal(0, process.ExitCode);
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(_folder, Organization.ToString(), name));
}
