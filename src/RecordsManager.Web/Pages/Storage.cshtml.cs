using MediatR;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Integrity;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Web.Pages;

/// <summary>Is every byte still what was written, and under which KEK?</summary>
public sealed class StorageModel(IMediator mediator, ICurrentActor actor) : PageModel
{
    public ShowStorage.View Now { get; private set; } = null!;

    /// <summary>For those who may see the policy.</summary>
    public ShowKeys.View? Keys { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        Now = await mediator.Send(new ShowStorage.Query(), ct);
        Keys = actor.May(Permission.PolicyRead) ? await mediator.Send(new ShowKeys.Query(), ct) : null;
    }
}
