using MediatR;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Integrity;

namespace RecordsManager.Web.Pages;

/// <summary>Is every byte still what was written?</summary>
public sealed class StorageModel(IMediator mediator) : PageModel
{
    public ShowStorage.View Now { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken ct) => Now = await mediator.Send(new ShowStorage.Query(), ct);
}
