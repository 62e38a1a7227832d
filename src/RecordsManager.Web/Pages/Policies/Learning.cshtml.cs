using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Learning;
using RecordsManager.Domain;
using RecordsManager.Domain.Learning;

namespace RecordsManager.Web.Pages.Policies;

/// <summary>Where do learning signals go, and do they arrive?</summary>
public sealed class LearningModel(IMediator mediator) : PageModel
{
    public ShowLearning.View View { get; private set; } = null!;

    public Error? Problem { get; private set; }

    public string ProblemTitle { get; private set; } = "";

    /// <summary>What was typed in and is not kept; null: show what is.</summary>
    public Form? Typed { get; private set; }

    [TempData]
    public string? Done { get; set; }

    /// <summary>What the store said when it was tried, and did not take the key.</summary>
    [TempData]
    public string? Failed { get; set; }

    /// <param name="Secret">Empty: the one that is kept stays.</param>
    public sealed record Form([MaxLength(2000)] string? Endpoint, [MaxLength(2000)] string? Key, [MaxLength(2000)] string? Secret, int Percent, bool IsOn);

    public async Task OnGetAsync(CancellationToken ct) => View = await mediator.Send(new ShowLearning.Query(), ct);

    public async Task<IActionResult> OnPostAsync([FromForm] Form form, CancellationToken ct)
    {
        var changed = await mediator.Send(new ChangeLearning.Command(form.Endpoint, form.Key, form.Secret, form.Percent, form.IsOn, $"{Request.Scheme}://{Request.Host}"), ct);
        if (changed.Error is { } error)
        {
            Typed = form;
            return await Refused("That cannot be kept", error, ct);
        }

        Done = form.IsOn ? "Learning signals are on. Who watches is asked in the player." : "It is kept, and learning signals are off. What waited is deleted.";
        return Redirect("/policies/learning");
    }

    public async Task<IActionResult> OnPostTestAsync(CancellationToken ct)
    {
        var tried = await mediator.Send(new TestLearning.Query(), ct);
        if (tried.Error is { } error)
        {
            return await Refused("The store was not asked", error, ct);
        }

        (Done, Failed) = tried.Value.Verdict == LrsVerdict.Taken ? (tried.Value.Words, null) : ((string?)null, tried.Value.Words);
        return Redirect("/policies/learning");
    }

    /// <param name="statement">Null: all.</param>
    public async Task<IActionResult> OnPostRetryAsync(string? statement, CancellationToken ct)
    {
        LearningStatementId? which = null;
        if (statement is not null)
        {
            if (!LearningStatementId.TryParse(statement, out var one))
            {
                return NotFound();
            }

            which = one;
        }

        var retried = await mediator.Send(new RetryLearning.Command(which), ct);
        if (retried.Error is { } error)
        {
            return await Refused("Nothing is tried again", error, ct);
        }

        Done = "It is tried again now.";
        return Redirect("/policies/learning");
    }

    private async Task<IActionResult> Refused(string title, Error error, CancellationToken ct)
    {
        (ProblemTitle, Problem) = (title, error);
        await OnGetAsync(ct);
        return Page();
    }
}
