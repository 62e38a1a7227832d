using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Web.Pages;

/// <summary>Is anything wrong or due?</summary>
public sealed class IndexModel(IMediator mediator, ICurrentActor actor) : PageModel
{
    public ShowHome.View View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!actor.May(Permission.DeliveriesRead))
        {
            return Redirect("/recordings"); // a member has nothing to run: their home is the list
        }

        View = await mediator.Send(new ShowHome.Query(), ct);
        return Page();
    }
}
