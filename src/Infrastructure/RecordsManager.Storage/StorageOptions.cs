using RecordsManager.Storage.Keys.AwsKms;
using RecordsManager.Storage.Keys.Pkcs11;

namespace RecordsManager.Storage;

public sealed class StorageOptions
{
    /// <summary>Holds <c>objects/</c>, the ciphertext.</summary>
    public required string Root { get; init; }

    /// <summary>Holds a folder of key files for each organization. Belongs on another volume, and in another backup, than the rest.</summary>
    public required string KeysFolder { get; init; }

    /// <summary>What holds the KEKs of new epochs: <c>file</c>, <c>pkcs11</c>, <c>aws-kms</c>.</summary>
    public string KekProvider { get; init; } = "file";

    /// <summary>Null: no HSM is set up.</summary>
    public Pkcs11Options? Pkcs11 { get; init; }

    /// <summary>Null: AWS KMS is not set up.</summary>
    public AwsKmsOptions? AwsKms { get; init; }

    /// <summary>Where checkpoints of the ledger are copied to: a folder, or <c>s3://bucket/prefix</c>; null for nowhere.</summary>
    public string? PublishedCheckpoints { get; init; }
}
