using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Consent;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Web.Pages.Links;
using RecordsManager.Web.Pages.Words;

namespace RecordsManager.Web.Pages.Policies;

/// <summary>What will a participant see? The draft through the very view of the consent page, around a made-up call.</summary>
public sealed class NoticePreviewModel(IMediator mediator, TimeProvider clock) : PageModel
{
    [FromQuery(Name = "language")]
    public string Language { get; set; } = "";

    /// <summary>The purposes that the made-up call asks for; all that have words if none is named.</summary>
    [FromQuery(Name = "purpose")]
    public string[] Purposes { get; set; } = [];

    [TempData]
    public string? Done { get; set; }

    public ListNotices.Row Draft { get; private set; } = null!;

    public int NextVersion { get; private set; }

    public QuestionModel Question { get; private set; } = null!;

    public Error? Problem { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var view = await mediator.Send(new ListNotices.Query(), ct);
        var draft = view.Drafts.FirstOrDefault(d => d.Language == Language);
        if (draft is null)
        {
            return NotFound();
        }

        Draft = draft;
        NextVersion = 1 + (view.Published.FirstOrDefault(n => n.Language == Language)?.Version ?? 0);
        var now = clock.GetUtcNow();
        var notice = new Notice(draft.Id, default, NextVersion, Language, new NoticeText(draft.Title, draft.Body, draft.Parts, draft.Spoken), now);
        var asked = notice.Asks(Purposes.Length == 0 ? [.. draft.Parts.Select(p => p.Purpose)] : Purposes);
        var organization = People.Organization(User);
        Question = new QuestionModel(
            new ShowInvitation.View(
                default, default, organization, "A call to try it with", now.AddHours(-2), false, "Sam Example", now.AddDays(14), now.AddDays(90),
                ShowInvitation.Shown.Of(draft.Id, notice.Shown(asked)), [Language], MediaKinds.All, null, false, null, []),
            ConsentWords.In(Language), false, null);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string sha256, CancellationToken ct)
    {
        var published = await mediator.Send(new PublishNotice.Command(Language, sha256 ?? ""), ct);
        if (published.Error is { } error)
        {
            Problem = error;
            Response.StatusCode = StatusCodes.Status409Conflict;
            return await OnGetAsync(ct);
        }

        Done = string.Create(CultureInfo.InvariantCulture, $"Version {published.Value.Version} in {NoticeWords.Language(Language)} is in force. Whoever is asked from now on sees it.");
        return Redirect("/policies/notices");
    }
}
