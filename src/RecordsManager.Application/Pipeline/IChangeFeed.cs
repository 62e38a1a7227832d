using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Pipeline;

/// <summary>
/// Tells, within a second and on every node, that a recording has changed: its participants, tracks, consent or what may be
/// played. Says only that; who is told asks anew. What happens between two looks is one change.
/// </summary>
public interface IChangeFeed
{
    /// <summary>One item at once, so that nothing is missed between a first look and the watch, then one for each change; also one whenever the feed was interrupted. Ends with <paramref name="ct"/>.</summary>
    IAsyncEnumerable<DateTimeOffset> Watch(OrganizationId organization, RecordingId recording, CancellationToken ct);

    /// <summary>Each person whose key was destroyed, on any node; null whenever the feed was interrupted, and anybody may have been. Ends with <paramref name="ct"/>.</summary>
    IAsyncEnumerable<PersonId?> Erasures(CancellationToken ct);

    /// <summary>
    /// Another number after each change of the recording, at the latest when <see cref="Watch"/> tells of it, and on the node that made the
    /// change before its commit returns. Now and then also without a change. To be read before what may change is asked for.
    /// </summary>
    /// <returns>Null while nobody listens: then nothing that was asked for may be used again.</returns>
    long? Mark(OrganizationId organization, RecordingId recording);

    /// <summary>As <see cref="Mark"/>, for <see cref="Erasures"/>.</summary>
    long? ErasureMark { get; }
}
