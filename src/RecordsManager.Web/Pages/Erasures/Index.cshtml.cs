using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Erasure;

namespace RecordsManager.Web.Pages.Erasures;

/// <summary>Who wants out, how far are we?</summary>
public sealed class IndexModel(IMediator mediator) : PageModel
{
    public IReadOnlyList<ListErasures.Row> Rows { get; private set; } = [];

    [TempData]
    public string? Done { get; set; }

    public async Task OnGetAsync(CancellationToken ct) => Rows = await mediator.Send(new ListErasures.Query(), ct);
}
