using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Storage.Keys;

namespace RecordsManager.Infrastructure.Tests.Storage;

public sealed class WrappingAKey
{
    private static readonly OrganizationId Organization = OrganizationId.New(StorageWorldTime);

    private static DateTimeOffset StorageWorldTime => new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Agrees_with_every_Wycheproof_vector_that_a_256_bit_key_meets()
    {
        var (accepted, refused) = (0, 0);
        foreach (var group in Vectors.Shared("wycheproof_aes_kwp_test.json").GetProperty("testGroups").EnumerateArray())
        {
            if (group.Number("keySize") != 256)
            {
                continue;
            }

            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                using var wrapping = SecretKey.CopyOf(test.Hex("key"));
                if (test.Text("result") == "valid" && test.Hex("msg").Length == SecretKey.Aes256Length)
                {
                    using var key = SecretKey.CopyOf(test.Hex("msg"));
                    using var unwrapped = KeyWrap.Unwrap(wrapping, test.Hex("ct"));
                    Assert.Equal(test.Hex("ct"), KeyWrap.Wrap(wrapping, key));
                    Assert.Equal(test.Hex("msg"), unwrapped.Bytes.ToArray());
                    accepted++;
                }
                else
                {
                    // either a wrap that is wrong, or one of something that is no 32-byte key
                    Assert.Throws<ObjectUnreadableException>(() => KeyWrap.Unwrap(wrapping, test.Hex("ct")));
                    refused++;
                }
            }
        }

        Assert.True(accepted >= 1, $"{accepted} accepted");
        Assert.True(refused >= 80, $"{refused} refused");
    }

    [Fact]
    public void Agrees_with_the_committed_vectors()
    {
        var vector = Vectors.Own("keys.json");
        var (organization, person, media) = (OrganizationOf(vector.Text("organization")), vector.Text("person"), vector.Text("object"));
        using var kek = SecretKey.CopyOf(vector.Hex("kek_hex"));
        using var personKey = SecretKey.CopyOf(vector.GetProperty("person_key").Hex("key_hex"));
        using var share = SecretKey.CopyOf(vector.GetProperty("object_share").Hex("key_hex"));

        AssertRow(
            vector.GetProperty("person_key"),
            BoundKeyWrap.Wrap(kek, vector.Number("epoch"), new WrapPlace(organization.ToString(), organization, person), personKey));
        AssertRow(
            vector.GetProperty("object_share"), BoundKeyWrap.Wrap(personKey, 0, new WrapPlace(person, organization, media), share));

        static void AssertRow(System.Text.Json.JsonElement expected, WrappedKey row)
        {
            Assert.Equal(expected.Hex("blob_hex"), row.Blob);
            Assert.Equal(expected.Hex("check_hex"), row.Check);
        }
    }

    [Fact]
    public void Is_undone_only_in_the_same_place_with_the_same_key_and_unchanged()
    {
        using var kek = SecretKey.Random();
        using var other = SecretKey.Random();
        using var key = SecretKey.Random();
        var place = new WrapPlace("per_a", Organization, "obj_a");
        var row = BoundKeyWrap.Wrap(kek, 3, place, key);

        using (var unwrapped = BoundKeyWrap.Unwrap(kek, place, row))
        {
            Assert.Equal(key.Bytes.ToArray(), unwrapped.Bytes.ToArray());
        }

        Refused(other, place, row);
        Refused(kek, place with { Organization = OrganizationId.New(StorageWorldTime) }, row);
        Refused(kek, place with { WrappingKey = "per_b" }, row);
        Refused(kek, place with { Subject = "obj_b" }, row);
        Refused(kek, place, row with { Epoch = 2 });
        Refused(kek, place, row with { Check = [.. row.Check.Reverse()] });
        Refused(kek, place, row with { Check = row.Check[..8] });
        Refused(kek, place, row with { Check = [] });
        Refused(kek, place, row with { Blob = [.. row.Blob.Reverse()] });
        Refused(kek, place, row with { Blob = row.Blob[..32] });
    }

    private static void Refused(SecretKey wrapping, WrapPlace place, WrappedKey row) =>
        Assert.Throws<ObjectUnreadableException>(() => BoundKeyWrap.Unwrap(wrapping, place, row));

    private static OrganizationId OrganizationOf(string text) =>
        OrganizationId.TryParse(text, out var id) ? id : throw new FormatException(text);
}
