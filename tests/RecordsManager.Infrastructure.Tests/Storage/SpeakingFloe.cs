using System.Security.Cryptography;
using System.Text;
using RecordsManager.Application.Recordings;
using RecordsManager.Storage.Floe;
using RecordsManager.Storage.Keys;

namespace RecordsManager.Infrastructure.Tests.Storage;

/// <summary>The codec alone, against answers that other implementations gave.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class SpeakingFloe
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Opens_every_published_vector_of_five_implementations()
    {
        var vectors = Vectors.Shared("floe_kats.json").GetProperty("vectors").EnumerateArray().ToArray();

        foreach (var vector in vectors)
        {
            var plaintext = vector.Hex("plaintext_hex");
            var parameters = new FloeParameters(vector.Number("enc_seg_len"), vector.Number("rotation_mask"));
            var blob = new MemoryBlob(vector.Hex("ciphertext_hex"));
            using var key = SecretKey.CopyOf(vector.Hex("key_hex"));

            using var reader = await FloeReader.Open(blob, blob.Length, key, vector.Hex("aad_hex"), [parameters], Ct);
            var opened = new byte[plaintext.Length + 1];

            Assert.Equal(plaintext.Length, reader.Length);
            Assert.Equal(plaintext.Length, await reader.Read(0, opened, Ct));
            Assert.Equal(plaintext, opened[..^1]);
            for (var i = 0; i < plaintext.Length; i += 7)
            {
                Assert.Equal(Math.Min(5, plaintext.Length - i), await reader.Read(i, opened.AsMemory(0, 5), Ct));
                Assert.Equal(plaintext[i..Math.Min(i + 5, plaintext.Length)], opened[..Math.Min(5, plaintext.Length - i)]);
            }
        }

        Assert.Equal(17, vectors.Length);
    }

    [Fact]
    public async Task Refuses_every_published_vector_with_one_bit_changed_anywhere()
    {
        foreach (var vector in Vectors.Shared("floe_kats.json").GetProperty("vectors").EnumerateArray())
        {
            var parameters = new FloeParameters(vector.Number("enc_seg_len"), vector.Number("rotation_mask"));
            if (parameters.SegmentLength > 64)
            {
                continue; // the short ones have the same regions, and allow for every byte
            }

            var ciphertext = vector.Hex("ciphertext_hex");
            using var key = SecretKey.CopyOf(vector.Hex("key_hex"));
            for (var i = 0; i < ciphertext.Length; i++)
            {
                byte[] changed = [.. ciphertext];
                changed[i] ^= 0x10;

                await Assert.ThrowsAsync<ObjectUnreadableException>(() => OpenAll(changed, key, vector.Hex("aad_hex"), parameters));
            }
        }
    }

    [Fact]
    public async Task Writes_and_reads_our_own_parameters_as_an_independent_implementation_does()
    {
        foreach (var vector in Vectors.Own("floe-65536.json").GetProperty("vectors").EnumerateArray())
        {
            var plaintext = StorageWorld.Plaintext(vector.Number("plain_length"));
            var aad = Encoding.UTF8.GetBytes(vector.Text("aad"));
            var script = new Queue<byte[]>([
                vector.Hex("iv_hex"),
                .. vector.GetProperty("nonces_hex").EnumerateArray().Select(nonce => Convert.FromHexString(nonce.GetString()!))]);
            var blob = new MemoryBlob();
            using var key = SecretKey.CopyOf(vector.Hex("key_hex"));

            using var writer = new FloeWriter(FloeParameters.Ours, key, aad, blob, destination => script.Dequeue().CopyTo(destination));
            await writer.Write(plaintext, Ct);
            await writer.Finish(Ct);

            Assert.Equal(vector.Number("cipher_length"), blob.Length);
            Assert.Equal(blob.Length, writer.CipherLength);
            Assert.Equal(vector.Text("cipher_sha256"), Convert.ToHexStringLower(SHA256.HashData(blob.Bytes)));
            Assert.Equal(plaintext, await OpenAll(blob.Bytes, key, aad, FloeParameters.Ours));
        }
    }

    [Fact]
    public async Task Refuses_a_segment_length_that_is_not_on_the_list()
    {
        var blob = new MemoryBlob();
        using var key = SecretKey.Random();
        using var writer = new FloeWriter(new FloeParameters(8192), key, default, blob);
        await writer.Write(new byte[10], Ct);
        await writer.Finish(Ct);

        await Assert.ThrowsAsync<ObjectUnreadableException>(
            async () => await FloeReader.Open(blob, blob.Length, key, default, FloeParameters.Accepted, Ct));
    }

    [Theory]
    [InlineData(4096)]
    [InlineData(1048576)]
    public async Task Reads_the_two_other_segment_lengths_on_the_list(int segmentLength)
    {
        var plaintext = StorageWorld.Plaintext((2 * segmentLength) + 5);
        var blob = new MemoryBlob();
        using var key = SecretKey.Random();
        using var writer = new FloeWriter(new FloeParameters(segmentLength), key, default, blob);
        await writer.Write(plaintext, Ct);
        await writer.Finish(Ct);

        using var reader = await FloeReader.Open(blob, blob.Length, key, default, FloeParameters.Accepted, Ct);
        var opened = new byte[plaintext.Length];

        Assert.Equal(plaintext.Length, await reader.Read(0, opened, Ct));
        Assert.Equal(plaintext, opened);
    }

    [Fact]
    public async Task Never_uses_a_key_after_it_was_zeroed()
    {
        var blob = new MemoryBlob();
        using var key = SecretKey.Random();
        using (var writer = new FloeWriter(FloeParameters.Ours, key, default, blob))
        {
            await writer.Finish(Ct);
        }

        key.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(
            async () => await FloeReader.Open(blob, blob.Length, key, default, FloeParameters.Accepted, Ct));
    }

    [Fact]
    public async Task Takes_nothing_after_the_last_segment()
    {
        using var key = SecretKey.Random();
        using var writer = new FloeWriter(FloeParameters.Ours, key, default, new MemoryBlob());
        await writer.Finish(Ct);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.Write(new byte[1], Ct));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.Finish(Ct));
    }

    private static async Task<byte[]> OpenAll(byte[] ciphertext, SecretKey key, byte[] aad, FloeParameters parameters)
    {
        using var reader = await FloeReader.Open(new MemoryBlob(ciphertext), ciphertext.Length, key, aad, [parameters], Ct);
        var opened = new byte[reader.Length];
        await reader.Read(0, opened, Ct);
        return opened;
    }
}
