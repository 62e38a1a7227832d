using System.Runtime.Versioning;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Keys;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.Storage;
using RecordsManager.Storage.Blobs;
using RecordsManager.Storage.Keys;
using RecordsManager.Storage.Vault;
using RecordsManager.TestSupport;

namespace RecordsManager.Infrastructure.Tests.Storage;

/// <summary>One organization with real files in a folder of its own.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class StorageWorld : IDisposable
{
    public const int Segment = 65536;
    public const int PlainSegment = 65504;
    public const int Header = 74;

    public static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    private static readonly CancellationToken Ct = CancellationToken.None;

    public StorageWorld()
    {
        Options = new StorageOptions { Root = Path.Combine(Folder, "data"), KeysFolder = Path.Combine(Folder, "keys") };
        Keks = new KeyFileKekProvider(Options);
        Open = new OpenObjects(Rows, new SharedReaders(Feed, Clock));
        Ring = new KekRing(new EpochsOfFiles(Keks), [Keks], Options, new Hasty());
        Vault = new ObjectVault(Rows, new FileSystemBlobStore(Options), Ring, Open);
        People = new PersonCipher(Ring);
    }

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "rm-storage-" + Guid.NewGuid().ToString("N"));

    public StorageOptions Options { get; }

    public InMemoryObjectRows Rows { get; } = new();

    public FakeFeed Feed { get; } = new();

    public TimedClock Clock { get; } = new(Now);

    public KeyFileKekProvider Keks { get; }

    public OpenObjects Open { get; }

    public KekRing Ring { get; }

    public ObjectVault Vault { get; }

    public PersonCipher People { get; }

    public OrganizationId Organization { get; } = OrganizationId.New(Now);

    public string OrganizationKeys => Path.Combine(Options.KeysFolder, Organization.Value.ToString("N"));

    /// <summary>Byte i is (31 i + ⌊i/256⌋) mod 256, as in the committed vectors: no two segments are alike.</summary>
    public static byte[] Plaintext(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)((i * 31) + (i >> 8));
        }

        return bytes;
    }

    public async Task<PersonId> NewPerson()
    {
        var person = PersonId.New(Now);
        Rows.AddPerson(person, await People.NewPersonKey(Organization, person, Ct));
        return person;
    }

    public ObjectSpec Spec(params PersonId[] holders) =>
        new(MediaObjectId.New(Now), Organization, RecordingId.New(Now).ToString(), ObjectKind.Track, holders, "work-1");

    public async Task<StoredObject> Store(byte[] plaintext, params PersonId[] holders)
    {
        await using var writer = await Vault.Create(Spec(holders), Ct);
        await writer.Body.WriteAsync(plaintext, Ct);
        return await writer.Complete(Ct);
    }

    public async Task<byte[]> ReadAll(MediaObjectId id)
    {
        await using var reader = await Vault.Open(Organization, id, Ct);
        var bytes = new byte[reader.Length];
        Assert.Equal(bytes.Length, await reader.Read(0, bytes, Ct));
        return bytes;
    }

    public async Task AssertUnreadable(UnreadableReason reason, MediaObjectId id, InMemoryObjectRows? rows = null)
    {
        var vault = rows is null ? Vault : new ObjectVault(rows, new FileSystemBlobStore(Options), Ring, new OpenObjects(rows, new SharedReaders(Feed, Clock)));
        var refusal = await Assert.ThrowsAsync<ObjectUnreadableException>(() => vault.Open(Organization, id, Ct));
        Assert.Equal(reason, refusal.Reason);
    }

    public string FileOf(MediaObjectId id)
    {
        var name = id.Value.ToString("N");
        return Path.Combine(Options.Root, "objects", name[28..30], name[30..], name);
    }

    public string[] Files() => Directory.Exists(Options.Root)
        ? Directory.GetFiles(Options.Root, "*", SearchOption.AllDirectories)
        : [];

    /// <summary>Puts a KEK of a later epoch beside the first, as a rotation does.</summary>
    public void AddEpoch(int epoch) => PutKey($"epoch-{epoch:D6}.kek", System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));

    public void PutKey(string name, byte[] key, OrganizationId? organization = null)
    {
        var folder = Path.Combine(Options.KeysFolder, (organization ?? Organization).Value.ToString("N"));
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, key);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void Dispose()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>Without a database the epochs are those of the key files; the first is made when it is asked for.</summary>
    private sealed class EpochsOfFiles(KeyFileKekProvider files) : IWrappedKeys
    {
        public async Task<IReadOnlyList<KekEpoch>> Epochs(OrganizationId organization, CancellationToken ct)
        {
            if ((await files.Epochs(organization, ct)).Count == 0)
            {
                await files.Make(organization, 1, ct);
            }

            return [.. (await files.Epochs(organization, ct)).Select(epoch => new KekEpoch(organization, epoch, files.Name, Now))];
        }

        public Task<int> Exchange(OrganizationId organization, int epoch, Func<WrappedRow, CancellationToken, Task<WrappedKey?>> anew, CancellationToken ct) => throw new NotSupportedException();

        public Task<int> GiveUp(OrganizationId organization, IReadOnlyCollection<int> epochs, CancellationToken ct) => throw new NotSupportedException();

        public IAsyncEnumerable<WrappedRow> All(OrganizationId organization, CancellationToken ct) => throw new NotSupportedException();
    }

    /// <summary>An hour passes between two looks: the ring always asks again.</summary>
    private sealed class Hasty : TimeProvider
    {
        private long _hours;

        public override long GetTimestamp() => Interlocked.Increment(ref _hours) * TimestampFrequency * 3600;
    }
}
