using System.Text;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Consent;
using RecordsManager.Domain;

namespace RecordsManager.Web.Pages.Policies;

/// <summary>By which rules is it decided, since when, and what would others change?</summary>
public sealed class RulesModel(IMediator mediator) : PageModel
{
    [TempData]
    public string? Done { get; set; }

    public ListRulePacks.View View { get; private set; } = null!;

    public RulePackPlan? Plan { get; private set; }

    /// <summary>The pack that the plan is of, in Base64: it is sent again with the approval, and a form changes line ends.</summary>
    public string Packed { get; private set; } = "";

    public DateOnly? Day { get; private set; }

    public Error? Problem { get; private set; }

    public async Task OnGetAsync(CancellationToken ct) => View = await mediator.Send(new ListRulePacks.Query(), ct);

    public async Task<IActionResult> OnPostTryAsync(IFormFile? file, DateOnly? day, CancellationToken ct)
    {
        if (file is null)
        {
            return Redirect("/policies/rules");
        }

        using var reader = new StreamReader(file.OpenReadStream());
        var document = await reader.ReadToEndAsync(ct);
        (Day, Packed) = (day, Convert.ToBase64String(Encoding.UTF8.GetBytes(document)));
        var plan = await mediator.Send(new SimulateRulePack.Query(document, From(day)), ct);
        (Plan, Problem) = (plan.Failed ? null : plan.Value, plan.Error);
        await OnGetAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnGetDocumentAsync(int number, CancellationToken ct)
    {
        var read = await mediator.Send(new ReadRulePack.Query(number), ct);
        return read.Failed ? NotFound() : File(Encoding.UTF8.GetBytes(read.Value.Document), "application/json", $"rules-{read.Value.Version}.json");
    }

    public async Task<IActionResult> OnPostInstallAsync(string packed, DateOnly? day, string plan, CancellationToken ct)
    {
        var document = new byte[packed?.Length ?? 0];
        if (!Convert.TryFromBase64String(packed ?? "", document, out var length))
        {
            return BadRequest();
        }

        var installed = await mediator.Send(new InstallRulePack.Command(Encoding.UTF8.GetString(document, 0, length), From(day), plan ?? ""), ct);
        return await After(installed.Error, "The rule pack is installed.", ct);
    }

    public async Task<IActionResult> OnPostWithdrawAsync(int number, CancellationToken ct)
    {
        var withdrawn = await mediator.Send(new WithdrawRulePack.Command(number), ct);
        return await After(withdrawn.Error, "The rule pack is withdrawn. It never took effect.", ct);
    }

    private async Task<IActionResult> After(Error? error, string done, CancellationToken ct)
    {
        if (error is null)
        {
            Done = done;
            return Redirect("/policies/rules");
        }

        Problem = error;
        await OnGetAsync(ct);
        return Page();
    }

    private static DateTimeOffset? From(DateOnly? day) => day is { } from ? new DateTimeOffset(from, TimeOnly.MinValue, TimeSpan.Zero) : null;
}
