using RecordsManager.Application.Keys;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;
using RecordsManager.Storage.Keys;

namespace RecordsManager.Infrastructure.Tests.Storage.Keks;

/// <summary>What the rest of the product relies on, whatever holds the KEKs. Each test has an organization of its own.</summary>
public abstract class HoldingKeks
{
    private const string Subject = "per_01936a3e5c007000800000000000000a";

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected OrganizationId Organization { get; } = OrganizationId.New(TimeProvider.System.GetUtcNow());

    /// <summary>Of the same place each time, as a server that starts anew and a second one beside it have.</summary>
    protected abstract IKekProvider Open();

    [Fact]
    public async Task Gives_back_what_it_wrapped_also_to_another_server()
    {
        var (first, second) = (Open(), Open());
        using var key = SecretKey.Random();
        await first.Make(Organization, 1, Ct);

        var wrapped = await first.Wrap(Organization, 1, Subject, key, Ct);
        using var again = await second.Unwrap(Organization, Subject, wrapped, Ct);

        Assert.Equal(key.Bytes, again.Bytes);
        Assert.Equal(1, wrapped.Epoch);
        Assert.InRange(wrapped.Blob.Length, 40, ushort.MaxValue);
        Assert.Equal(-1, wrapped.Blob.AsSpan().IndexOf(key.Bytes));
    }

    [Fact]
    public async Task Makes_one_KEK_for_an_epoch_however_often_it_is_asked()
    {
        var keks = Open();
        using var key = SecretKey.Random();
        await keks.Make(Organization, 1, Ct);
        var wrapped = await keks.Wrap(Organization, 1, Subject, key, Ct);

        await keks.Make(Organization, 1, Ct);
        await Open().Make(Organization, 1, Ct);

        using var again = await keks.Unwrap(Organization, Subject, wrapped, Ct);
        Assert.Equal(key.Bytes, again.Bytes);
        Assert.Equal([1], await keks.Epochs(Organization, Ct));
    }

    [Fact]
    public async Task Lists_the_epochs_of_each_organization_in_order()
    {
        var keks = Open();
        var other = OrganizationId.New(TimeProvider.System.GetUtcNow());
        Assert.Empty(await keks.Epochs(Organization, Ct));
        foreach (var epoch in (int[])[10, 9, 1_000_000, 2])
        {
            await keks.Make(Organization, epoch, Ct);
        }

        await keks.Make(other, 5, Ct);

        Assert.Equal([2, 9, 10, 1_000_000], await keks.Epochs(Organization, Ct));
        Assert.Equal([5], await keks.Epochs(other, Ct));
    }

    [Fact]
    public async Task Opens_nothing_in_another_place_than_that_it_was_wrapped_for()
    {
        var keks = Open();
        var other = OrganizationId.New(TimeProvider.System.GetUtcNow());
        using var key = SecretKey.Random();
        await keks.Make(Organization, 1, Ct);
        await keks.Make(Organization, 2, Ct);
        await keks.Make(other, 1, Ct);

        var wrapped = await keks.Wrap(Organization, 1, Subject, key, Ct);

        await Refused(UnreadableReason.Damaged, keks, Organization, Subject + "b", wrapped);
        await Refused(UnreadableReason.Damaged, keks, Organization, "value|" + Subject, wrapped);
        await Refused(UnreadableReason.Damaged, keks, Organization, "", wrapped);
        await Refused(UnreadableReason.Damaged, keks, other, Subject, wrapped);
        await Refused(UnreadableReason.Damaged, keks, Organization, Subject, wrapped with { Epoch = 2 });
        await Refused(UnreadableReason.KeyDestroyed, keks, Organization, Subject, wrapped with { Epoch = 3 });
    }

    [Fact]
    public async Task Opens_nothing_of_which_one_byte_was_changed_or_is_missing_or_too_many()
    {
        var keks = Open();
        using var key = SecretKey.Random();
        await keks.Make(Organization, 1, Ct);
        var wrapped = await keks.Wrap(Organization, 1, Subject, key, Ct);

        for (var i = 0; i < wrapped.Blob.Length; i++)
        {
            await Refused(UnreadableReason.Damaged, keks, Organization, Subject, wrapped with { Blob = Flipped(wrapped.Blob, i) });
        }

        for (var i = 0; i < wrapped.Check.Length; i++)
        {
            await Refused(UnreadableReason.Damaged, keks, Organization, Subject, wrapped with { Check = Flipped(wrapped.Check, i) });
        }

        foreach (var blob in (byte[][])[[], wrapped.Blob[..^1], wrapped.Blob[1..], [.. wrapped.Blob, 0]])
        {
            await Refused(UnreadableReason.Damaged, keks, Organization, Subject, wrapped with { Blob = blob });
        }

        await Refused(UnreadableReason.Damaged, keks, Organization, Subject, wrapped with { Check = [.. wrapped.Check, 0] });
    }

    [Fact]
    public async Task Is_right_for_eight_threads_at_once()
    {
        var keks = Open();
        await keks.Make(Organization, 1, Ct);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(
            async () =>
            {
                using var key = SecretKey.Random();
                var subject = $"{Subject}{thread}";
                var wrapped = await keks.Wrap(Organization, 1, subject, key, Ct);
                for (var i = 0; i < 200; i++)
                {
                    using var again = await keks.Unwrap(Organization, subject, wrapped, Ct);
                    Assert.Equal(key.Bytes, again.Bytes);
                }
            },
            Ct)));
    }

    [Fact]
    public async Task Checks_that_a_KEK_is_there_and_makes_none()
    {
        var keks = Open();

        var missing = await Assert.ThrowsAnyAsync<KekUnavailableException>(async () => await keks.Check(Organization, 1, Ct));
        Assert.Empty(await keks.Epochs(Organization, Ct));
        await keks.Make(Organization, 1, Ct);
        await keks.Check(Organization, 1, Ct);

        Assert.Contains("nothing of this organization can be read", missing.Message, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<KekUnavailableException>(async () => await keks.Check(Organization, 2, Ct));
    }

    [Fact]
    public async Task Destroys_one_KEK_for_good_for_every_server_and_no_other()
    {
        var (keks, second) = (Open(), Open());
        using var key = SecretKey.Random();
        await keks.Make(Organization, 1, Ct);
        await keks.Make(Organization, 2, Ct);
        var (old, current) = (await keks.Wrap(Organization, 1, Subject, key, Ct), await keks.Wrap(Organization, 2, Subject, key, Ct));
        using (await second.Unwrap(Organization, Subject, old, Ct))
        {
            await keks.Destroy(Organization, 1, Ct);
        }

        await keks.Destroy(Organization, 1, Ct);
        await keks.Destroy(Organization, 7, Ct); // there never was one

        foreach (var server in (IKekProvider[])[keks, second, Open()])
        {
            await Refused(UnreadableReason.KeyDestroyed, server, Organization, Subject, old);
            await Assert.ThrowsAnyAsync<KekUnavailableException>(async () => await server.Check(Organization, 1, Ct));
            Assert.Equal([2], await server.Epochs(Organization, Ct));
            using var again = await server.Unwrap(Organization, Subject, current, Ct);
            Assert.Equal(key.Bytes, again.Bytes);
        }
    }

    protected static async Task Refused(UnreadableReason reason, IKekProvider keks, OrganizationId organization, string subject, WrappedKey wrapped)
    {
        var refusal = await Assert.ThrowsAsync<ObjectUnreadableException>(async () => await keks.Unwrap(organization, subject, wrapped, Ct));
        Assert.Equal(reason, refusal.Reason);
    }

    private static byte[] Flipped(byte[] bytes, int at)
    {
        var changed = (byte[])bytes.Clone();
        changed[at] ^= 0x10;
        return changed;
    }
}
