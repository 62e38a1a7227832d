using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Consent;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Web.Pages.Policies;

/// <summary>What do we ask of whom?</summary>
public sealed class ConsentModel(IMediator mediator, TimeProvider clock) : PageModel
{
    public const int Seats = 4;

    [FromQuery(Name = "q")]
    public string? Search { get; set; }

    [FromQuery(Name = "place")]
    public IReadOnlyList<string> Places { get; set; } = [];

    public ShowConsentPolicy.View View { get; private set; } = null!;

    /// <summary>Of the seat with the same number: granted, refused, notified or nothing.</summary>
    [FromQuery(Name = "answer")]
    public IReadOnlyList<string> Answers { get; set; } = [];

    /// <summary>Of the seat with the same number: adult or child.</summary>
    [FromQuery(Name = "age")]
    public IReadOnlyList<string> Ages { get; set; } = [];

    [FromQuery(Name = "medium")]
    public CallMedium Medium { get; set; }

    /// <summary>What the call that is tried comes to; empty where none is.</summary>
    public IReadOnlyList<TryCall.Row> Tried { get; private set; } = [];

    /// <summary>The places to choose from stay whole while the table is searched.</summary>
    public IEnumerable<JurisdictionRule> Found => View.Rules.Where(r => string.IsNullOrWhiteSpace(Search)
        || r.Name.Contains(Search.Trim(), StringComparison.OrdinalIgnoreCase)
        || r.Code.StartsWith(Search.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>The form of a draft was sent: show what it would do.</summary>
    [FromQuery(Name = "draft")]
    public bool IsDraft { get; set; }

    [FromQuery]
    public PolicyForm Form { get; set; } = new();

    [TempData]
    public string? Done { get; set; }

    public PolicyPlan? Plan { get; private set; }

    public Error? Problem { get; private set; }

    public PolicyTerms Draft => Form.Apply(View.Terms, clock.GetUtcNow());

    public async Task OnGetAsync(CancellationToken ct)
    {
        View = await mediator.Send(new ShowConsentPolicy.Query(), ct);
        if (Places.Any(p => p.Length > 0))
        {
            Tried = await mediator.Send(new TryCall.Query([.. Places.Select(Seat).OfType<TryCall.Seat>()], Medium), ct);
        }

        if (IsDraft)
        {
            var plan = await mediator.Send(new SimulateConsentPolicy.Query(Draft), ct);
            (Plan, Problem) = (plan.Failed ? null : plan.Value, Problem ?? plan.Error);
        }
    }

    /// <summary>Null where nobody sits.</summary>
    private TryCall.Seat? Seat(string place, int number) => place.Length == 0 ? null : new TryCall.Seat(
        place == RulePack.Unknown ? null : place,
        Enum.TryParse<ConsentEventKind>(Answers.ElementAtOrDefault(number), ignoreCase: true, out var answer) ? answer : null,
        Enum.TryParse<AgeBand>(Ages.ElementAtOrDefault(number), ignoreCase: true, out var age) ? age : AgeBand.Adult);

    public async Task<IActionResult> OnPostAsync(string plan, CancellationToken ct)
    {
        View = await mediator.Send(new ShowConsentPolicy.Query(), ct);
        var changed = await mediator.Send(new ChangeConsentPolicy.Command(Draft, plan), ct);
        if (changed.Error is { } error)
        {
            (Problem, IsDraft) = (error, true);
            await OnGetAsync(ct);
            return Page();
        }

        Done = $"Version {changed.Value} is in force. Every recording was decided anew.";
        return Redirect("/policies/consent");
    }
}

/// <summary>The fields of a draft as the form sends them; a box that is not ticked is not sent.</summary>
public sealed class PolicyForm
{
    public CrossBorder Border { get; set; }

    public MissingParty Missing { get; set; }

    public LawfulBasis Basis { get; set; }

    public int Days { get; set; } = 14;

    public bool Announce { get; set; }

    public bool Implied { get; set; }

    public bool Beep { get; set; }

    public bool Honour { get; set; }

    public bool Hints { get; set; }

    public bool Mixed { get; set; }

    /// <summary>Words, with commas or spaces between them.</summary>
    public string? Purposes { get; set; }

    /// <summary>On what it rests that less is asked.</summary>
    public string? Stated { get; set; }

    public string? Contact { get; set; }

    /// <summary>Code of a place to override.</summary>
    public string? Where { get; set; }

    public Domain.Consent.ConsentModel? Model { get; set; }

    public string? Why { get; set; }

    public string? Rests { get; set; }

    public DateOnly? Until { get; set; }

    public IReadOnlyList<string> Drop { get; set; } = [];

    public PolicyTerms Apply(PolicyTerms now, DateTimeOffset at)
    {
        List<PlaceOverride> overrides = [.. now.Overrides.Where(o => !Drop.Contains(o.Code, StringComparer.Ordinal))];
        if (!string.IsNullOrWhiteSpace(Where) && Model is { } model)
        {
            var until = Until is { } day ? new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero) : at;
            overrides.Add(new PlaceOverride(Where.Trim().ToUpperInvariant(), model, Why?.Trim() ?? "", string.IsNullOrWhiteSpace(Rests) ? null : Rests.Trim(), "", at, until));
        }

        return now with
        {
            CrossBorder = Border,
            MissingPartyCosts = Missing,
            Basis = Basis,
            QuarantineDays = Days,
            AnnounceAlways = Announce,
            AcceptImplied = Implied,
            AcceptBeepTone = Beep,
            HonourRefusal = Honour,
            TrustHints = Hints,
            IsMixed = Mixed,
            RequiredPurposes = Purposes?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } purposes ? purposes : [Purpose.Recording],
            StatedBasis = string.IsNullOrWhiteSpace(Stated) ? null : Stated.Trim(),
            Contact = string.IsNullOrWhiteSpace(Contact) ? null : Contact.Trim(),
            Overrides = overrides,
        };
    }
}
