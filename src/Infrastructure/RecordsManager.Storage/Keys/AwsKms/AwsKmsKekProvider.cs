using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon;
using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Amazon.Runtime;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Storage.Keys.AwsKms;

/// <summary>
/// KEKs in AWS KMS: a symmetric key for each epoch, known by its alias <c>alias/records-{organization}-epoch-000001</c>. The service
/// binds each wrap to its place, the encryption context.
/// </summary>
public sealed class AwsKmsKekProvider(AwsKmsOptions options) : IKekProvider, IDisposable
{
    /// <summary>The shortest that the service takes. Until they are over, an administrator of the account can cancel the deletion.</summary>
    internal const int DaysUntilDeletion = 7;

    private const int LongestBlob = 6144; // of the service

    private readonly AmazonKeyManagementServiceClient _kms = Connect(options);

    public string Name => "aws-kms";

    /// <summary>Also one that is disabled, so that a destruction that was interrupted goes on; one that is going to be deleted is gone.</summary>
    public async ValueTask<IReadOnlyList<int>> Epochs(OrganizationId organization, CancellationToken ct)
    {
        var prefix = PrefixOf(organization);
        List<int> epochs = [];
        string? marker = null;
        do
        {
            var page = await Ask(() => _kms.ListAliasesAsync(new ListAliasesRequest { Marker = marker }, ct), ct);
            foreach (var name in (page.Aliases ?? []).Select(alias => alias.AliasName).Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                if (EpochName.Read(name.AsSpan(prefix.Length)) is > 0 and var epoch && await Describe(name, ct) is { } key && !IsOnItsWay(key))
                {
                    epochs.Add(epoch);
                }
            }

            marker = page.Truncated == true ? page.NextMarker : null;
        }
        while (marker is not null);

        epochs.Sort();
        return epochs;
    }

    public async ValueTask Make(OrganizationId organization, int epoch, CancellationToken ct)
    {
        var alias = AliasOf(organization, epoch);
        if (await Describe(alias, ct) is not null)
        {
            return;
        }

        var made = await Ask(
            () => _kms.CreateKeyAsync(
                new CreateKeyRequest { KeySpec = KeySpec.SYMMETRIC_DEFAULT, KeyUsage = KeyUsageType.ENCRYPT_DECRYPT, Description = string.Create(CultureInfo.InvariantCulture, $"RecordsManager: KEK of {organization}, epoch {epoch}") }, ct),
            ct);
        var isNamed = false;
        try
        {
            await Ask(() => _kms.CreateAliasAsync(new CreateAliasRequest { AliasName = alias, TargetKeyId = made.KeyMetadata.KeyId }, ct), ct);
            isNamed = true;
        }
        catch (AlreadyExistsException)
        {
            // somebody else made one meanwhile: that one it is
        }
        finally
        {
            if (!isNamed)
            {
                await ScheduleDeletion(made.KeyMetadata.KeyId, ct);
            }
        }
    }

    public async ValueTask Check(OrganizationId organization, int epoch, CancellationToken ct)
    {
        var alias = AliasOf(organization, epoch);
        var key = await Describe(alias, ct) ?? throw Missing(alias);
        if (key.KeyState != KeyState.Enabled)
        {
            throw Unusable(alias, key.KeyState);
        }

        if (key.Origin != OriginType.AWS_KMS && key.Origin != OriginType.AWS_CLOUDHSM)
        {
            throw new KekUnavailableException($"The KMS key {alias} was made elsewhere ({key.Origin}): a copy of it can exist. Do not use it: ask who made it, and how.");
        }

        using var probe = SecretKey.Random();
        using var again = await Unwrap(organization, "probe", await Wrap(organization, epoch, "probe", probe, ct), ct);
        if (!CryptographicOperations.FixedTimeEquals(probe.Bytes, again.Bytes))
        {
            throw new KekUnavailableException($"The KMS key {alias} gives back something else than it was given.");
        }
    }

    public async ValueTask<WrappedKey> Wrap(OrganizationId organization, int epoch, string subject, SecretKey key, CancellationToken ct)
    {
        var alias = AliasOf(organization, epoch);
        var plaintext = key.Bytes.ToArray();
        try
        {
            using var content = new MemoryStream(plaintext, writable: false);
            var answer = await Ask(() => _kms.EncryptAsync(new EncryptRequest { KeyId = alias, Plaintext = content, EncryptionContext = PlaceOf(organization, epoch, subject) }, ct), ct);
            return new WrappedKey(epoch, answer.CiphertextBlob.ToArray(), Check: []);
        }
        catch (NotFoundException)
        {
            throw Missing(alias);
        }
        catch (Exception state) when (state is DisabledException or KMSInvalidStateException)
        {
            throw Unusable(alias, (await Describe(alias, ct))?.KeyState);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    public async ValueTask<SecretKey> Unwrap(OrganizationId organization, string subject, WrappedKey wrapped, CancellationToken ct)
    {
        if (wrapped.Blob.Length is 0 or > LongestBlob || wrapped.Check.Length != 0)
        {
            throw new ObjectUnreadableException(UnreadableReason.Damaged);
        }

        var alias = AliasOf(organization, wrapped.Epoch);
        try
        {
            using var content = new MemoryStream(wrapped.Blob, writable: false);
            var answer = await Ask(() => _kms.DecryptAsync(new DecryptRequest { KeyId = alias, CiphertextBlob = content, EncryptionContext = PlaceOf(organization, wrapped.Epoch, subject) }, ct), ct);
            return KeyIn(answer.Plaintext);
        }
        catch (NotFoundException)
        {
            throw new ObjectUnreadableException(UnreadableReason.KeyDestroyed);
        }
        catch (Exception refused) when (refused is InvalidCiphertextException or IncorrectKeyException)
        {
            throw new ObjectUnreadableException(UnreadableReason.Damaged);
        }
        catch (Exception state) when (state is DisabledException or KMSInvalidStateException)
        {
            var key = await Describe(alias, ct);
            throw key is null || IsOnItsWay(key) ? new ObjectUnreadableException(UnreadableReason.KeyDestroyed) : Unusable(alias, key.KeyState);
        }
    }

    /// <summary>
    /// Disabling comes first, since it stops the use of the key at once. The name goes last: whoever was interrupted finds the key by
    /// it, and goes on.
    /// </summary>
    public async ValueTask Destroy(OrganizationId organization, int epoch, CancellationToken ct)
    {
        var alias = AliasOf(organization, epoch);
        if (await Describe(alias, ct) is not { } key)
        {
            return;
        }

        if (key.KeyState == KeyState.Enabled)
        {
            await Ask(() => _kms.DisableKeyAsync(new DisableKeyRequest { KeyId = key.KeyId }, ct), ct);
        }

        if (!IsOnItsWay(key))
        {
            await ScheduleDeletion(key.KeyId, ct);
        }

        if (await Describe(key.KeyId, ct) is { } after && !IsOnItsWay(after))
        {
            throw new KekUnavailableException($"AWS KMS says that it deletes the key {alias}, and has it as {after.KeyState}.");
        }

        try
        {
            await Ask(() => _kms.DeleteAliasAsync(new DeleteAliasRequest { AliasName = alias }, ct), ct);
        }
        catch (NotFoundException)
        {
            // another node was here first
        }
    }

    public void Dispose() => _kms.Dispose();

    private static AmazonKeyManagementServiceClient Connect(AwsKmsOptions options)
    {
        var config = new AmazonKeyManagementServiceConfig { Timeout = TimeSpan.FromSeconds(10), MaxErrorRetry = 2, RetryMode = RequestRetryMode.Standard };
        if (options.Endpoint is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        }
        else
        {
            (config.ServiceURL, config.AuthenticationRegion) = (options.Endpoint, options.Region);
        }

        return new AmazonKeyManagementServiceClient(config);
    }

    private static string PrefixOf(OrganizationId organization) => $"alias/records-{organization.Value:N}-";

    private static string AliasOf(OrganizationId organization, int epoch) => PrefixOf(organization) + EpochName.Write(epoch);

    /// <summary>
    /// The service writes this into its log for good, so that it names nobody: a subject can hold what a client chose (the key of an
    /// idempotent request), and is hashed.
    /// </summary>
    private static Dictionary<string, string> PlaceOf(OrganizationId organization, int epoch, string subject) => new(StringComparer.Ordinal)
    {
        ["wrap"] = "rm-wrap-v1",
        ["organization"] = organization.ToString(),
        ["epoch"] = epoch.ToString(CultureInfo.InvariantCulture),
        ["subject"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(subject))),
    };

    /// <summary>The SDK's own copies of a key, as text of the protocol, are out of our reach; ours are zeroed.</summary>
    private static SecretKey KeyIn(MemoryStream plaintext)
    {
        var bytes = plaintext.ToArray();
        try
        {
            return bytes.Length == SecretKey.Aes256Length ? SecretKey.CopyOf(bytes) : throw new ObjectUnreadableException(UnreadableReason.Damaged);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            if (plaintext.TryGetBuffer(out var buffer))
            {
                CryptographicOperations.ZeroMemory(buffer);
            }
        }
    }

    private static bool IsOnItsWay(KeyMetadata key) => key.KeyState == KeyState.PendingDeletion || key.KeyState == KeyState.PendingReplicaDeletion;

    private static KekUnavailableException Missing(string alias) =>
        new($"There is no KMS key {alias}, and without it nothing of this organization can be read. See that account and region (RECORDS_AWS_KMS_REGION) are the right ones.");

    private static KekUnavailableException Unusable(string alias, KeyState? state) =>
        new($"The KMS key {alias} cannot be used: it is {state?.Value ?? "gone"}. Enable it, or cancel its deletion, in the account's console.");

    /// <summary>Null when there is none of this name.</summary>
    private async ValueTask<KeyMetadata?> Describe(string key, CancellationToken ct)
    {
        try
        {
            return (await Ask(() => _kms.DescribeKeyAsync(new DescribeKeyRequest { KeyId = key }, ct), ct)).KeyMetadata;
        }
        catch (NotFoundException)
        {
            return null;
        }
    }

    private async ValueTask ScheduleDeletion(string key, CancellationToken ct) =>
        await Ask(() => _kms.ScheduleKeyDeletionAsync(new ScheduleKeyDeletionRequest { KeyId = key, PendingWindowInDays = DaysUntilDeletion }, ct), ct);

    /// <summary>What says something about the key goes to whoever asked; all else means that the service is out of reach.</summary>
    private async ValueTask<T> Ask<T>(Func<Task<T>> call, CancellationToken ct)
    {
        try
        {
            return await call();
        }
        catch (AmazonServiceException refused) when (refused is not (NotFoundException or InvalidCiphertextException or IncorrectKeyException or DisabledException or KMSInvalidStateException or AlreadyExistsException))
        {
            throw new KekUnavailableException($"AWS KMS refuses: {refused.ErrorCode ?? "no answer"}. See that it is in reach, that the credentials are right, and that they may do what docs/operations.md lists.", refused);
        }
        catch (Exception failed) when (failed is AmazonClientException or HttpRequestException or TimeoutException or IOException || (failed is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new KekUnavailableException($"AWS KMS in {options.Region} is out of reach. See the network, AWS_ENDPOINT_URL_KMS, and the credentials.", failed);
        }
    }
}
