using MediatR;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Application.Consent;

/// <summary>From now on pages of this origin may frame the organization's consent pages. Allowing it again changes nothing.</summary>
public static class AllowWidgetOrigin
{
    [Requires(Permission.PolicyWrite)]
    public sealed record Command(string Origin) : ICommand<Result<string>>;

    internal sealed class Handler(IWriteDb db, ICurrentActor actor, TimeProvider clock) : IRequestHandler<Command, Result<string>>
    {
        public async Task<Result<string>> Handle(Command command, CancellationToken cancellationToken)
        {
            var origin = WidgetOrigin.Read(command.Origin);
            if (origin.Error is null && await db.WidgetOrigin(origin.Value, cancellationToken) is null)
            {
                var now = clock.GetUtcNow();
                db.Add(new WidgetOrigin(WidgetOriginId.New(now), actor.Organization, origin.Value, now));
            }

            return origin;
        }
    }
}
