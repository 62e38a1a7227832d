using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

/// <summary>From the next page on that is opened.</summary>
public static class ChangeWatermark
{
    [RepeatsOnConflict]
    [Requires(Permission.PolicyWrite)]
    public sealed record Command(WatermarkAudience ShownTo) : ICommand<Result>;

    internal sealed class Handler(IWriteDb db, ICurrentActor actor) : IRequestHandler<Command, Result>
    {
        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            var policy = await db.WatermarkPolicy(cancellationToken);
            if (policy is null)
            {
                db.Add(policy = new WatermarkPolicy(actor.Organization));
            }

            policy.Change(command.ShownTo);
            return Result.Ok;
        }
    }
}
