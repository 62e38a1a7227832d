using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Infrastructure.Tests.Storage;

/// <summary>The marks of a change feed, moved by hand.</summary>
internal sealed class FakeFeed : IChangeFeed
{
    public long? ErasureMark { get; set; } = 1;

    public long? Mark(OrganizationId organization, RecordingId recording) => throw new NotSupportedException();

    public IAsyncEnumerable<DateTimeOffset> Watch(OrganizationId organization, RecordingId recording, CancellationToken ct) => throw new NotSupportedException();

    public IAsyncEnumerable<PersonId?> Erasures(CancellationToken ct) => throw new NotSupportedException();
}
