using System.Buffers.Text;
using MediatR;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Web.Api;

/// <summary>The public keys of receipts as a JWK set (RFC 7517), for everybody who was given a receipt.</summary>
internal static class ReceiptKeysRoute
{
    public static void MapReceiptKeys(this WebApplication app) =>
        app.MapGet("/.well-known/records-receipt-keys/{organization}", Show).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> Show(string organization, ICurrentActor actor, IMediator mediator, CancellationToken ct)
    {
        if (!OrganizationId.TryParse(organization, out var id) || (actor.HasEntered && actor.Organization != id))
        {
            return TypedResults.NotFound();
        }

        actor.Enter(id, "nobody", new HashSet<Permission>());
        var keys = await mediator.Send(new ListReceiptKeys.Query(), ct);
        return keys.Count == 0
            ? TypedResults.NotFound()
            : TypedResults.Ok(new
            {
                keys = keys.Select(k => new { kty = "EC", crv = "P-256", use = "sig", alg = "ES256", kid = k.Id.ToString(), x = Base64Url.EncodeToString(k.X), y = Base64Url.EncodeToString(k.Y) }),
            });
    }
}
