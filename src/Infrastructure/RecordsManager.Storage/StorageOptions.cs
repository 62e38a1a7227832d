using RecordsManager.Application.Integrity;
using RecordsManager.Storage.Keys.AwsKms;
using RecordsManager.Storage.Keys.Pkcs11;

namespace RecordsManager.Storage;

public sealed class StorageOptions
{
    /// <summary>Holds <c>objects/</c>, the ciphertext, unless <see cref="Bucket"/> does.</summary>
    public required string Root { get; init; }

    /// <summary><c>s3://bucket/prefix</c>; null: the ciphertext lies in files.</summary>
    public string? Bucket { get; init; }

    /// <summary>Where a second copy of every object lies: a folder, or <c>s3://bucket/prefix</c>; null for nowhere.</summary>
    public string? Second { get; init; }

    /// <summary>What may be played is put under object lock (WORM) until its retention ends, where a place has locks.</summary>
    public bool Locks { get; init; }

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

    public IntegrityOptions Integrity { get; init; } = IntegrityOptions.Default;
}
