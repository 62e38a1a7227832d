using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Web.Pages.Recordings;

/// <summary>What was decided about everybody in this recording at a given time, and why?</summary>
public sealed class DecisionModel(IMediator mediator) : PageModel
{
    [FromRoute(Name = "id")]
    public string Id { get; set; } = "";

    /// <summary>UTC, as the field of a form sends it.</summary>
    [FromQuery(Name = "at")]
    public DateTime? At { get; set; }

    public ShowRecording.View View { get; private set; } = null!;

    /// <summary>Null where there is none of that time.</summary>
    public DecisionAsOf.View? Decision { get; private set; }

    public Error? Problem { get; private set; }

    public string NameOf(ParticipantId participant) => View.Consent.FirstOrDefault(c => c.Participant == participant)?.DisplayName ?? participant.ToString();

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!RecordingId.TryParse(Id, out var recording) || await mediator.Send(new ShowRecording.Query(recording), ct) is not { Failed: false } shown)
        {
            return NotFound();
        }

        View = shown.Value;
        var decided = await mediator.Send(new DecisionAsOf.Query(recording, At is { } at ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)) : null), ct);
        (Decision, Problem) = (decided.Failed ? null : decided.Value, decided.Error);
        return Page();
    }
}
