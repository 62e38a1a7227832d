using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Proofs;
using RecordsManager.Proofs.Bundles;

namespace RecordsManager.Application.Ledger;

/// <summary>
/// The personal values of the matching entries, as far as they are kept, each with the salt by which it is checked against what
/// its entry commits to. Personal data: a file of its own, that whoever takes it answers for.
/// </summary>
public static class ExportDisclosure
{
    [Requires(Permission.LedgerRead)]
    public sealed record Command(TrailFilter Filter) : ICommand<Result<Written>>;

    /// <param name="To">Writes the lines, oldest first.</param>
    public sealed record Written(Func<Stream, CancellationToken, Task> To);

    internal sealed class Handler(TrailEntries entries, LedgerPayloads payloads, LedgerNodes nodes, IUnitOfWork work, ICurrentActor actor) : IRequestHandler<Command, Result<Written>>
    {
        public async Task<Result<Written>> Handle(Command command, CancellationToken cancellationToken)
        {
            var size = await nodes.Size(cancellationToken);
            work.Record(Exported.Fact(actor, command.Filter, "disclosure", size));
            return new Written((stream, ct) => Write(command.Filter, size, stream, ct));
        }

        private async Task Write(TrailFilter filter, long size, Stream stream, CancellationToken ct)
        {
            await stream.WriteAsync(Disclosure.Head(LedgerLeaf.Origin(actor.Organization)), ct);
            await foreach (var batch in entries.Batches(filter, size, ct))
            {
                foreach (var (index, payload) in (await payloads.Open(batch, ct)).OrderBy(p => p.Key))
                {
                    await stream.WriteAsync(Disclosure.Line(index, CanonicalJson.Of(payload.Values), payload.Salt), ct);
                }
            }
        }
    }
}
