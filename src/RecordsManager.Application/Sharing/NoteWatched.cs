using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

/// <summary>The player tells what was played. What it tells beyond that is left out: it can tell less than the truth, and nothing that the link does not play.</summary>
public static class NoteWatched
{
    /// <param name="Session">As the ledger names it.</param>
    /// <param name="FromMs">Where second zero of the player that tells it lay in the recording: if the link begins elsewhere now, what it tells is of nothing that can be said. Null: where it lies now.</param>
    /// <param name="Played">Seconds after the beginning of what the link plays.</param>
    [Requires(Permission.None)]
    public sealed record Command(ShareLinkId Link, string Session, IReadOnlyList<(double From, double To)> Played, long? FromMs = null) : ICommand<Result>;

    internal sealed class Handler(IReadDb read, IUnitOfWork work) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var link = await read.ShareLinks.FirstOrDefaultAsync(l => l.Id == command.Link, cancellationToken);
            if (link is null || await read.Recordings.FirstOrDefaultAsync(r => r.Id == link.Recording, cancellationToken) is not { } recording)
            {
                return ShareErrors.NotFound;
            }

            var plays = link.Range ?? new Stretch(0, recording.DurationNs);
            if ((command.FromMs ?? plays.FromNs / 1_000_000) == plays.FromNs / 1_000_000 && WatchedRanges.Write(plays, command.Played) is { } ranges)
            {
                work.Record(link.Watched(command.Session, ranges));
            }

            return Result.Ok;
        }
    }
}
