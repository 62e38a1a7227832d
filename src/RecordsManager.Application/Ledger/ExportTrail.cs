using System.Globalization;
using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Ledger;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Ledger;

/// <summary>The matching entries, oldest first, to be written as rows. That they were taken out is an entry itself, written first.</summary>
public static class ExportTrail
{
    /// <param name="Format">The word of the ledger for what becomes of them: csv or jsonl.</param>
    [Requires(Permission.LedgerRead)]
    public sealed record Command(TrailFilter Filter, string Format) : ICommand<Result<Rows>>;

    /// <param name="Entries">Read while they are written, a batch at a time.</param>
    public sealed record Rows(IAsyncEnumerable<LedgerEntry> Entries);

    internal sealed class Handler(TrailEntries entries, LedgerNodes nodes, IUnitOfWork work, ICurrentActor actor) : IRequestHandler<Command, Result<Rows>>
    {
        public async Task<Result<Rows>> Handle(Command command, CancellationToken cancellationToken)
        {
            var size = await nodes.Size(cancellationToken);
            work.Record(Exported.Fact(actor, command.Filter, command.Format, size));
            return new Rows(entries.Each(command.Filter, size, CancellationToken.None));
        }
    }
}

internal static class Exported
{
    /// <param name="size">Of the ledger that was exported.</param>
    public static LedgerFact Fact(ICurrentActor actor, TrailFilter filter, string format, long size, string? manifestSha256 = null)
    {
        Dictionary<string, string> details = new(filter.Words(), StringComparer.Ordinal)
        {
            ["format"] = format,
            ["size"] = size.ToString(CultureInfo.InvariantCulture),
        };
        if (manifestSha256 is not null)
        {
            details["manifest"] = manifestSha256;
        }

        return new LedgerFact("trail.exported", actor.Organization.ToString(), null, details);
    }
}
