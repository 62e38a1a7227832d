using System.Security.Cryptography;
using System.Text;

namespace RecordsManager.Proofs.Tests;

public sealed class SigningNotes
{
    private const string Log = "records.example.com/log/1";

    [Fact]
    public void The_published_note_is_read_and_its_key_known_for_what_it_is()
    {
        var vector = Vectors.Published("signed_note_example.json");
        var text = vector.GetProperty("note_text").GetString()!;
        var note = SignedNote.Parse(text + "\n" + vector.GetProperty("signature_line").GetString()!.TrimEnd('\n') + "\n");
        var key = NoteKey.Parse(vector.GetProperty("vkey").GetString()!);

        Assert.Equal(text, note.Text);
        Assert.Equal(vector.GetProperty("vkey").GetString(), key.ToString());
        Assert.Equal(vector.GetProperty("key_id_hex").GetString(), key.Id.ToString("x8", null));
        Assert.Equal(key.Id, Assert.Single(note.Signatures).KeyId);
        Assert.False(key.CanVerify); // Ed25519: not in the base class library
        Assert.Empty(note.SignedBy([key]));
    }

    [Fact]
    public void A_note_is_signed_and_verified_by_the_key_that_travels_as_text()
    {
        using var signer = NoteSigner.New(Log);
        var note = new Checkpoint(Log, 3, HashingATree.ByDefinition(0, 3)).Sign(signer).ToString();

        var checkpoint = Checkpoint.Open(note, [NoteKey.Parse(signer.Key.ToString())]);

        Assert.Equal((Log, 3L), (checkpoint.Origin, checkpoint.Size));
        Assert.Equal(HashingATree.ByDefinition(0, 3), checkpoint.Root);
        Assert.Equal($"{Log}\n3\n{Convert.ToBase64String(checkpoint.Root)}\n\n— {Log} ", note[..^(note.Length - note.LastIndexOf(' ') - 1)]);
    }

    /// <summary>Openssl's own reading of what we write: the signature is DER over SHA-256 of the text, the key id the first four bytes of SHA-256 of the public key.</summary>
    [Fact]
    public void Key_and_signature_are_what_any_other_tool_expects()
    {
        using var signer = NoteSigner.New(Log);
        var note = SignedNote.Sign("text\n", signer);

        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(signer.Key.PublicKey, out _);
        Assert.True(key.VerifyData(Encoding.UTF8.GetBytes("text\n"), note.Signatures[0].Bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(signer.Key.PublicKey))[..8], signer.Key.Id.ToString("x8", null));
        Assert.StartsWith("30", Convert.ToHexString(note.Signatures[0].Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_signer_that_was_exported_is_the_same_key()
    {
        using var signer = NoteSigner.New(Log);
        using var again = NoteSigner.Import(Log, signer.Export());

        Assert.Equal(signer.Key.ToString(), again.Key.ToString());
        Assert.Single(SignedNote.Sign("text\n", again).SignedBy([signer.Key]));
    }

    [Fact]
    public void Signatures_of_others_are_passed_over_and_a_wrong_one_of_a_known_key_condemns_the_note()
    {
        using var ours = NoteSigner.New(Log);
        using var witness = NoteSigner.New("witness.example.org");
        using var impostor = NoteSigner.New(Log);
        var note = SignedNote.Sign("text\n", ours, witness);

        Assert.Equal([Log], SignedNote.Parse(note.ToString()).SignedBy([ours.Key]).Select(k => k.Name));
        Assert.Equal(2, note.SignedBy([ours.Key, witness.Key]).Count);
        Assert.Empty(SignedNote.Sign("text\n", impostor).SignedBy([ours.Key]));
        Assert.Throws<ProofFormatException>(() => SignedNote.Parse(note.ToString().Replace("text", "test", StringComparison.Ordinal)).SignedBy([ours.Key]));
        Assert.Throws<ProofFormatException>(() => Checkpoint.Open(new Checkpoint(Log, 1, new byte[32]).Sign(impostor).ToString(), [ours.Key]));
        Assert.Throws<ProofFormatException>(() => Checkpoint.Open(new Checkpoint(Log, 1, new byte[32]).Sign(witness).ToString(), [witness.Key]));
    }

    [Fact]
    public void No_character_of_a_checkpoint_can_be_changed()
    {
        using var signer = NoteSigner.New(Log);
        var note = new Checkpoint(Log, 12, HashingATree.ByDefinition(0, 12)).Sign(signer).ToString();

        for (var at = 0; at < note.Length; at++)
        {
            foreach (var other in new[] { (char)(note[at] ^ 1), 'A', '\n', ' ', '\u2014' }.Where(c => c != note[at]))
            {
                var changed = note[..at] + other + note[(at + 1)..];
                Assert.Throws<ProofFormatException>(() => Checkpoint.Open(changed, [signer.Key]));
            }

            Assert.Throws<ProofFormatException>(() => Checkpoint.Open(note.Remove(at, 1), [signer.Key]));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("no signature\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\n— name\n")]
    [InlineData("text\n\n- name AAAAAAA=\n")]
    [InlineData("text\n\n— name AAAA\n")]
    [InlineData("text\n\n— na+me AAAAAAA=\n")]
    [InlineData("text\n\n— name AAAAAAA=")]
    [InlineData("te\txt\n\n— name AAAAAAA=\n")]
    [InlineData("te\rxt\n\n— name AAAAAAA=\n")]
    public void What_is_no_note_is_refused(string note) => Assert.Throws<ProofFormatException>(() => SignedNote.Parse(note));

    [Theory]
    [InlineData("log\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("log\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("log\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n")]
    [InlineData("log\n1\nAAAA\n")]
    [InlineData("my log\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")]
    [InlineData("log\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nmore\n")]
    public void What_is_no_checkpoint_is_refused(string text)
    {
        using var signer = NoteSigner.New("log");
        Assert.Throws<ProofFormatException>(() => Checkpoint.Of(SignedNote.Sign(text, signer)));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("name+00000000+AgAA")]
    [InlineData("name+XYZ00000+AgAA")]
    [InlineData("example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    public void What_is_no_key_is_refused(string key) => Assert.Throws<ProofFormatException>(() => NoteKey.Parse(key));
}
