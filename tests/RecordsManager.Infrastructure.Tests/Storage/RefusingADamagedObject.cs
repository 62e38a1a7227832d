using System.Runtime.Versioning;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Infrastructure.Tests.Storage;

/// <summary>Four segments: 0 to 2 are whole, 3 is the short last one.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RefusingADamagedObject : IDisposable
{
    private const int S = StorageWorld.Segment;
    private const int P = StorageWorld.PlainSegment;
    private const int H = StorageWorld.Header;

    private readonly StorageWorld _world = new();
    private readonly byte[] _plaintext = StorageWorld.Plaintext((3 * P) + 500);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(0, "algorithm")]
    [InlineData(3, "segment length")]
    [InlineData(9, "IV length")]
    [InlineData(10, "IV")]
    [InlineData(41, "IV")]
    [InlineData(42, "header tag")]
    [InlineData(73, "header tag")]
    [InlineData(H + (3 * S), "last segment's length")]
    [InlineData(H + (3 * S) + 4, "last segment's nonce")]
    [InlineData(H + (3 * S) + 16, "last segment's ciphertext")]
    [InlineData(H + (3 * S) + 531, "last segment's tag")]
    public async Task Does_not_open_when_one_bit_of_header_or_last_segment_changed(int position, string region)
    {
        var stored = await _world.Store(_plaintext);
        Change(stored.Id, bytes => bytes[position] ^= 1);

        Assert.NotEmpty(region);
        await _world.AssertUnreadable(UnreadableReason.Damaged, stored.Id);
    }

    [Theory]
    [InlineData(0, "prefix")]
    [InlineData(4, "nonce")]
    [InlineData(16, "first byte of the ciphertext")]
    [InlineData(S - 17, "last byte of the ciphertext")]
    [InlineData(S - 16, "tag")]
    [InlineData(S - 1, "tag")]
    public async Task Gives_no_byte_of_a_segment_in_which_one_bit_changed(int positionInSegment, string region)
    {
        var stored = await _world.Store(_plaintext);
        Change(stored.Id, bytes => bytes[H + S + positionInSegment] ^= 1);

        await using var reader = await _world.Vault.Open(_world.Organization, stored.Id, Ct);

        Assert.NotEmpty(region);
        await AssertNothingOf(reader, segment: 1);
        Assert.Equal(_plaintext[..P], await Read(reader, 0, P));
        Assert.Equal(_plaintext[(2 * P)..], await Read(reader, 2 * P, P + 500));
    }

    [Fact]
    public async Task Gives_no_byte_of_segments_that_changed_places()
    {
        var stored = await _world.Store(_plaintext);
        Change(stored.Id, bytes =>
        {
            var first = bytes.AsSpan(H, S).ToArray();
            bytes.AsSpan(H + S, S).CopyTo(bytes.AsSpan(H));
            first.CopyTo(bytes.AsSpan(H + S));
        });

        await using var reader = await _world.Vault.Open(_world.Organization, stored.Id, Ct);

        await AssertNothingOf(reader, segment: 0);
        await AssertNothingOf(reader, segment: 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(H)]
    [InlineData(H + 31)]
    [InlineData(H + 32)]
    [InlineData(H + S)]
    [InlineData(H + (2 * S))]
    [InlineData(H + (3 * S))]
    [InlineData(H + (3 * S) + 32)]
    [InlineData(H + (3 * S) + 531)]
    public async Task Does_not_open_when_cut_off_even_if_the_row_was_cut_to_match(int length)
    {
        var stored = await _world.Store(_plaintext);
        Truncate(stored.Id, length);

        await _world.AssertUnreadable(UnreadableReason.Damaged, stored.Id);
        _world.Rows.Tamper(stored.Id, row => row with { CipherLength = length, PlainLength = PlainLengthOf(length) });
        await _world.AssertUnreadable(UnreadableReason.Damaged, stored.Id);
    }

    [Fact]
    public async Task Does_not_open_with_bytes_appended_or_with_a_row_of_another_length()
    {
        var longer = await _world.Store(_plaintext);
        var wrongCipherLength = await _world.Store(_plaintext);
        var wrongPlainLength = await _world.Store(_plaintext);
        File.AppendAllText(_world.FileOf(longer.Id), "x");
        _world.Rows.Tamper(wrongCipherLength.Id, row => row with { CipherLength = row.CipherLength + 1 });
        _world.Rows.Tamper(wrongPlainLength.Id, row => row with { PlainLength = row.PlainLength - 1 });

        await _world.AssertUnreadable(UnreadableReason.Damaged, longer.Id);
        await _world.AssertUnreadable(UnreadableReason.Damaged, wrongCipherLength.Id);
        await _world.AssertUnreadable(UnreadableReason.Damaged, wrongPlainLength.Id);
    }

    [Fact]
    public async Task Does_not_open_as_anothers_as_another_kind_or_as_another_object()
    {
        var owner = await _world.Store(_plaintext);
        var kind = await _world.Store(_plaintext);
        var format = await _world.Store(_plaintext);
        var a = await _world.Store(_plaintext);
        var b = await _world.Store(_plaintext);
        var sharesOfB = _world.Rows.SharesOf(b.Id);
        _world.Rows.Tamper(owner.Id, row => row with { Owner = RecordingId.New(StorageWorld.Now).ToString() });
        _world.Rows.Tamper(kind.Id, row => row with { Kind = ObjectKind.Mix });
        _world.Rows.Tamper(format.Id, row => row with { Format = 2 });
        _world.Rows.Tamper(a.Id, row => row with { Shares = sharesOfB });
        File.Copy(_world.FileOf(a.Id), _world.FileOf(b.Id), overwrite: true);

        await _world.AssertUnreadable(UnreadableReason.Damaged, owner.Id);
        await _world.AssertUnreadable(UnreadableReason.Damaged, kind.Id);
        await _world.AssertUnreadable(UnreadableReason.Damaged, format.Id);
        await _world.AssertUnreadable(UnreadableReason.Damaged, a.Id);
        await _world.AssertUnreadable(UnreadableReason.Damaged, b.Id);
    }

    [Fact]
    public async Task Does_not_open_for_another_organization_that_holds_a_copy_of_the_row()
    {
        var stored = await _world.Store(_plaintext);
        var thief = OrganizationId.New(StorageWorld.Now);
        await _world.Keks.Make(thief, 1, Ct);
        _world.Rows.Tamper(stored.Id, row => row with { Organization = thief });

        var refusal = await Assert.ThrowsAsync<ObjectUnreadableException>(() => _world.Vault.Open(thief, stored.Id, Ct));

        Assert.Equal(UnreadableReason.Damaged, refusal.Reason);
    }

    [Fact]
    public async Task Does_not_open_when_the_file_is_gone()
    {
        var stored = await _world.Store(_plaintext);
        File.Delete(_world.FileOf(stored.Id));

        await _world.AssertUnreadable(UnreadableReason.Damaged, stored.Id);
    }

    private static long PlainLengthOf(int cipherLength)
    {
        var body = Math.Max(0, cipherLength - H);
        var segments = (body + S - 1) / S;
        return Math.Max(0, body - (32 * segments));
    }

    private static async Task<byte[]> Read(IObjectReader reader, long offset, int length)
    {
        var buffer = new byte[length];
        Assert.Equal(length, await reader.Read(offset, buffer, Ct));
        return buffer;
    }

    private static async Task AssertNothingOf(IObjectReader reader, int segment)
    {
        var whole = new byte[P];
        var part = new byte[100];
        using var copy = new MemoryStream();

        await Assert.ThrowsAsync<ObjectUnreadableException>(async () => await reader.Read(segment * P, whole, Ct));
        await Assert.ThrowsAsync<ObjectUnreadableException>(async () => await reader.Read((segment * P) + 7, part, Ct));
        await Assert.ThrowsAsync<ObjectUnreadableException>(() => reader.CopyTo(segment * P, P, copy, Ct));

        Assert.False(whole.AsSpan().ContainsAnyExcept((byte)0));
        Assert.False(part.AsSpan().ContainsAnyExcept((byte)0));
        Assert.Equal(0, copy.Length);
    }

    private void Change(MediaObjectId id, Action<byte[]> change)
    {
        var bytes = File.ReadAllBytes(_world.FileOf(id));
        change(bytes);
        File.WriteAllBytes(_world.FileOf(id), bytes);
    }

    private void Truncate(MediaObjectId id, int length)
    {
        using var file = File.OpenWrite(_world.FileOf(id));
        file.SetLength(length);
    }
}
