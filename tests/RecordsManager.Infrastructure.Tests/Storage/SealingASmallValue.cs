using System.Runtime.Versioning;
using System.Text;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Storage.Keys;

namespace RecordsManager.Infrastructure.Tests.Storage;

[UnsupportedOSPlatform("windows")]
public sealed class SealingASmallValue : IDisposable
{
    private static readonly byte[] Name = Encoding.UTF8.GetBytes("Mira Ångström");

    private readonly StorageWorld _world = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private OrganizationCipher Organizations => new(_world.Ring, _world.Options);

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_persons_value_opens_only_with_their_key_in_its_context()
    {
        var (mira, other) = (PersonId.New(StorageWorld.Now), PersonId.New(StorageWorld.Now));
        var key = await _world.People.NewPersonKey(_world.Organization, mira, Ct);
        var otherKey = await _world.People.NewPersonKey(_world.Organization, other, Ct);
        var value = await _world.People.Seal(_world.Organization, mira, key, "person.name", Name, Ct);

        Assert.Equal(Name, await _world.People.Open(_world.Organization, mira, key, "person.name", value, Ct));
        await Refused(() => _world.People.Open(_world.Organization, mira, key, "person.email", value, Ct));
        await Refused(() => _world.People.Open(_world.Organization, mira, otherKey, "person.name", value, Ct));
        await Refused(() => _world.People.Open(_world.Organization, other, otherKey, "person.name", value, Ct));
        await Refused(() => _world.People.Open(_world.Organization, other, key, "person.name", value, Ct));
    }

    [Fact]
    public async Task A_persons_key_is_refused_in_another_organization()
    {
        var mira = PersonId.New(StorageWorld.Now);
        var key = await _world.People.NewPersonKey(_world.Organization, mira, Ct);
        var value = await _world.People.Seal(_world.Organization, mira, key, "person.name", Name, Ct);
        var thief = OrganizationId.New(StorageWorld.Now);
        File.Copy(_world.OrganizationKeys + "/epoch-000001.kek", await EpochFileOf(thief), overwrite: true);

        await Refused(() => _world.People.Open(thief, mira, key, "person.name", value, Ct));
    }

    [Fact]
    public async Task A_value_changed_in_any_byte_or_cut_anywhere_is_refused()
    {
        var mira = PersonId.New(StorageWorld.Now);
        var key = await _world.People.NewPersonKey(_world.Organization, mira, Ct);
        var ofPerson = await _world.People.Seal(_world.Organization, mira, key, "c", Name, Ct);
        var ofOrganization = await Organizations.Seal(_world.Organization, "c", Name, Ct);

        foreach (var broken in Broken(ofPerson))
        {
            await Refused(() => _world.People.Open(_world.Organization, mira, key, "c", broken, Ct));
        }

        foreach (var broken in Broken(ofOrganization))
        {
            await Refused(() => Organizations.Open(_world.Organization, "c", broken, Ct));
        }
    }

    [Fact]
    public async Task The_same_value_is_never_sealed_alike_and_an_empty_one_is_a_value()
    {
        var first = await Organizations.Seal(_world.Organization, "c", Name, Ct);
        var second = await Organizations.Seal(_world.Organization, "c", Name, Ct);
        var empty = await Organizations.Seal(_world.Organization, "c", ReadOnlyMemory<byte>.Empty, Ct);

        Assert.NotEqual(first[61..], second[61..]);
        Assert.Empty(await Organizations.Open(_world.Organization, "c", empty, Ct));
    }

    [Fact]
    public async Task An_organizations_value_opens_after_a_rotation_while_the_old_epoch_is_kept()
    {
        var old = await Organizations.Seal(_world.Organization, "delivery", Name, Ct);
        _world.AddEpoch(2);
        var young = await Organizations.Seal(_world.Organization, "delivery", Name, Ct);

        Assert.Equal([0, 0, 0, 1], old[1..5]);
        Assert.Equal([0, 0, 0, 2], young[1..5]);
        Assert.Equal(Name, await Organizations.Open(_world.Organization, "delivery", old, Ct));
        Assert.Equal(Name, await Organizations.Open(_world.Organization, "delivery", young, Ct));

        File.Delete(Path.Combine(_world.OrganizationKeys, "epoch-000001.kek"));

        var refusal = await Refused(() => Organizations.Open(_world.Organization, "delivery", old, Ct));
        Assert.Equal(UnreadableReason.KeyDestroyed, refusal.Reason);
        await Refused(() => Organizations.Open(_world.Organization, "upload", young, Ct));
        await Refused(() => Organizations.Open(OrganizationId.New(StorageWorld.Now), "delivery", young, Ct));
    }

    [Fact]
    public async Task The_blind_index_is_stable_over_epochs_and_tells_organizations_and_purposes_apart()
    {
        var index = await Organizations.BlindIndex(_world.Organization, "email", "mira@example.org", Ct);
        await _world.Keks.Make(_world.Organization, 1, Ct);
        _world.AddEpoch(2);

        Assert.Equal(32, index.Length);
        Assert.Equal(index, await Organizations.BlindIndex(_world.Organization, "email", "mira@example.org", Ct));
        Assert.NotEqual(index, await Organizations.BlindIndex(_world.Organization, "email", "mira@example.com", Ct));
        Assert.NotEqual(index, await Organizations.BlindIndex(_world.Organization, "emailm", "ira@example.org", Ct));
        Assert.NotEqual(index, await Organizations.BlindIndex(OrganizationId.New(StorageWorld.Now), "email", "mira@example.org", Ct));
    }

    [Fact]
    public async Task The_committed_vectors_open()
    {
        var vector = Vectors.Own("keys.json");
        Assert.True(OrganizationId.TryParse(vector.Text("organization"), out var organization));
        Assert.True(PersonId.TryParse(vector.Text("person"), out var person));
        _world.PutKey("epoch-000007.kek", vector.Hex("kek_hex"), organization);
        _world.PutKey("index.key", vector.Hex("index_key_hex"), organization);
        var row = vector.GetProperty("person_key");
        var personKey = new WrappedKey(vector.Number("epoch"), row.Hex("blob_hex"), row.Hex("check_hex"));
        var (context, text) = (vector.Text("context"), Encoding.UTF8.GetBytes(vector.Text("text")));

        Assert.Equal(text, await _world.People.Open(organization, person, personKey, context, vector.Hex("person_value_hex"), Ct));
        Assert.Equal(text, await Organizations.Open(organization, context, vector.Hex("organization_value_hex"), Ct));
        Assert.Equal(
            vector.Hex("index_hex"),
            await Organizations.BlindIndex(organization, vector.Text("index_purpose"), vector.Text("index_value"), Ct));
    }

    [Fact]
    public void Agrees_with_every_Wycheproof_vector_of_AES_256_GCM()
    {
        var count = 0;
        foreach (var group in Vectors.Shared("wycheproof_aes256_gcm_iv96.json").GetProperty("testGroups").EnumerateArray())
        {
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                using var key = SecretKey.CopyOf(test.Hex("key"));
                byte[] value = [.. test.Hex("iv"), .. test.Hex("ct"), .. test.Hex("tag")];
                if (test.Text("result") == "valid")
                {
                    Assert.Equal(test.Hex("msg"), SealedValue.Open(key, test.Hex("aad"), value));
                }
                else
                {
                    Assert.Throws<ObjectUnreadableException>(() => SealedValue.Open(key, test.Hex("aad"), value));
                }

                count++;
            }
        }

        Assert.Equal(66, count);
    }

    private static async Task<ObjectUnreadableException> Refused(Func<Task> act) =>
        await Assert.ThrowsAsync<ObjectUnreadableException>(act);

    private static IEnumerable<byte[]> Broken(byte[] value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            byte[] changed = [.. value];
            changed[i] ^= 0x80;
            yield return changed;
            yield return value[..i];
        }
    }

    private async Task<string> EpochFileOf(OrganizationId organization)
    {
        await _world.Keks.Make(organization, 1, Ct);
        return Path.Combine(_world.Options.KeysFolder, organization.Value.ToString("N"), "epoch-000001.kek");
    }
}
