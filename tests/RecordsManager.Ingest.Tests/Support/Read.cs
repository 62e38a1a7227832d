using RecordsManager.Application.Ingest;
using RecordsManager.Domain;
using RecordsManager.Ingest.Generic;
using RecordsManager.Ingest.Janus;

namespace RecordsManager.Ingest.Tests.Support;

internal static class Read
{
    public static async Task<CanonicalManifest> Janus(IDeliveredFiles delivery) => Lawful(await new JanusAdapter().Read(delivery, TestContext.Current.CancellationToken));

    public static async Task<CanonicalManifest> Manifest(IDeliveredFiles delivery) => Lawful(await new ManifestAdapter().Read(delivery, TestContext.Current.CancellationToken));

    public static async Task<Error> JanusRefusal(IDeliveredFiles delivery) => Refused(await new JanusAdapter().Read(delivery, TestContext.Current.CancellationToken));

    public static async Task<Error> ManifestRefusal(IDeliveredFiles delivery) => Refused(await new ManifestAdapter().Read(delivery, TestContext.Current.CancellationToken));

    private static CanonicalManifest Lawful(Result<CanonicalManifest> result)
    {
        Assert.True(result.Error is null, result.Error?.ToString());
        return result.Value;
    }

    private static Error Refused(Result<CanonicalManifest> result)
    {
        Assert.NotNull(result.Error);
        Assert.False(string.IsNullOrWhiteSpace(result.Error.WhatToDo));
        return result.Error;
    }
}
