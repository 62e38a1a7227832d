namespace RecordsManager.Application.Sharing;

/// <summary>The installation's keys for everything that is signed in an address or a cookie of its holder.</summary>
public interface ILinkKeys
{
    /// <returns>In ascending order; the last one signs.</returns>
    Task<IReadOnlyList<LinkKey>> All(CancellationToken ct);

    /// <summary>Makes a key that signs from now on; those before it go on to verify.</summary>
    Task<LinkKey> Rotate(CancellationToken ct);

    /// <summary>Destroys a key: what was signed with it is from now on unknown.</summary>
    Task Retire(int id, CancellationToken ct);
}

/// <param name="Id">0 is the first, whose tokens do not name it.</param>
public sealed record LinkKey(int Id, DateTimeOffset MadeAt);
