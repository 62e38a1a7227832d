using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Retention;

/// <summary>Which recordings are due for a step of disposition?</summary>
public static class SweepDisposition
{
    [Requires(Permission.System)]
    public sealed record Query : IQuery<IReadOnlyList<RecordingId>>;

    internal sealed class Handler(IKeptRecordings recordings, TimeProvider clock) : IRequestHandler<Query, IReadOnlyList<RecordingId>>
    {
        public Task<IReadOnlyList<RecordingId>> Handle(Query query, CancellationToken cancellationToken) =>
            recordings.Due(clock.GetUtcNow(), cancellationToken);
    }
}
