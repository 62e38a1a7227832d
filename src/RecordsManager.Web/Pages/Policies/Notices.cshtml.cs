using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Consent;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;

namespace RecordsManager.Web.Pages.Policies;

/// <summary>What do we say when we ask?</summary>
public sealed class NoticesModel(IMediator mediator) : PageModel
{
    /// <summary>The language whose next version is written.</summary>
    [FromQuery(Name = "write")]
    public string? Write { get; set; }

    [TempData]
    public string? Done { get; set; }

    public ListNotices.View View { get; private set; } = null!;

    public IReadOnlyList<ListWidgetOrigins.Row> Origins { get; private set; } = [];

    public Error? Problem { get; private set; }

    public IEnumerable<IGrouping<string, ListNotices.Row>> Languages => View.Published.GroupBy(n => n.Language);

    /// <summary>The draft, or what is in force where there is none.</summary>
    public ListNotices.Row? Start => View.Drafts.FirstOrDefault(d => d.Language == Write) ?? View.Published.FirstOrDefault(n => n.InForce && n.Language == Write);

    /// <summary>The purposes that every call may ask for, and the organization's own that have words already.</summary>
    public IEnumerable<string> Purposes => Purpose.All.Union(Start?.Parts.Select(p => p.Purpose) ?? []);

    public async Task OnGetAsync(CancellationToken ct)
    {
        View = await mediator.Send(new ListNotices.Query(), ct);
        Origins = await mediator.Send(new ListWidgetOrigins.Query(), ct);
    }

    public async Task<IActionResult> OnPostAllowAsync(string origin, CancellationToken ct)
    {
        var allowed = await mediator.Send(new AllowWidgetOrigin.Command(origin ?? ""), ct);
        return await After(allowed.Error, () => $"Pages of {allowed.Value} may show the question.", ct);
    }

    public async Task<IActionResult> OnPostRefuseAsync(string origin, CancellationToken ct)
    {
        var refused = await mediator.Send(new RefuseWidgetOrigin.Command(origin ?? ""), ct);
        return await After(refused.Error, () => $"Pages of {origin} may show nothing any more.", ct);
    }

    private async Task<IActionResult> After(Error? error, Func<string> done, CancellationToken ct)
    {
        if (error is null)
        {
            Done = done();
            return Redirect("/policies/notices");
        }

        Problem = error;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        await OnGetAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string language, string title, string body, string[] purpose, string[] text, string? spoken, CancellationToken ct)
    {
        var parts = purpose.Zip(text, (p, t) => new NoticePart(p, t ?? "")).Where(p => !string.IsNullOrWhiteSpace(p.Purpose) && !string.IsNullOrWhiteSpace(p.Text)).ToList();
        try
        {
            var drafted = await mediator.Send(new DraftNotice.Command(language ?? "", title ?? "", body ?? "", parts, spoken), ct);
            if (drafted.Error is null)
            {
                return Redirect($"/policies/notices/preview?language={Uri.EscapeDataString(language!)}");
            }

            Problem = drafted.Error;
        }
        catch (FluentValidation.ValidationException invalid)
        {
            Problem = NoticeErrors.Malformed with { WhatToDo = invalid.Errors.First().ErrorMessage };
        }

        Response.StatusCode = StatusCodes.Status400BadRequest;
        Write = language;
        await OnGetAsync(ct);
        return Page();
    }
}
