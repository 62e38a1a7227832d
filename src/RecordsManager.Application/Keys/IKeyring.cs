using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Keys;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Keys;

/// <param name="Provider">What holds it.</param>
public sealed record HeldKek(string Provider, int Epoch);

/// <summary>The KEKs of the organizations, in whatever holds them. No KEK is ever handed out.</summary>
public interface IKeyring
{
    /// <summary>What holds the first KEK of an organization.</summary>
    string Provider { get; }

    /// <summary>What is set up to hold KEKs.</summary>
    IReadOnlyCollection<string> Providers { get; }

    /// <summary>After an epoch began, another node may still wrap under the one before for this long.</summary>
    TimeSpan Settling { get; }

    /// <summary>Every KEK of a provider that can be used.</summary>
    /// <exception cref="KekUnavailableException">The provider is out of reach or not set up.</exception>
    Task<IReadOnlyList<HeldKek>> Held(OrganizationId organization, string provider, CancellationToken ct);

    /// <summary>Makes the KEK of an epoch; one that is there stays as it is.</summary>
    Task Make(OrganizationId organization, string provider, int epoch, CancellationToken ct);

    /// <summary>Wraps a key anew, under another epoch, and opens it again to see that it is the same.</summary>
    /// <param name="subject">What the key is for.</param>
    /// <exception cref="ObjectUnreadableException">It cannot be opened, or is bound to another subject.</exception>
    Task<WrappedKey> Rewrap(OrganizationId organization, string subject, WrappedKey wrapped, KekEpoch to, CancellationToken ct);

    /// <summary>Destroys a KEK and looks that it is gone. Repeating it changes nothing.</summary>
    Task Destroy(OrganizationId organization, HeldKek kek, CancellationToken ct);

    /// <summary>Demands that the KEK of the epoch is there and fit for use.</summary>
    /// <exception cref="KekUnavailableException">The message says what to do.</exception>
    Task Check(KekEpoch epoch, CancellationToken ct);
}

/// <summary>A KEK is missing, open to others, or out of reach. The message says what to do, and never holds a secret.</summary>
public class KekUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
