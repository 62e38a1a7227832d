using MediatR;
using RecordsManager.Application.Consent;

namespace RecordsManager.Web.Api;

/// <summary>Whose answer is waited for: for whoever passes reminders on, because this product sends no mail.</summary>
internal static class RemindersApi
{
    public static void MapReminders(this RouteGroupBuilder api) => api.MapGroup("/consent").WithTags("Consent").MapGet("/reminders", List).WithName("ListReminders");

    /// <param name="State">due: a reminder was reached and can be passed on; waiting: none yet; said-no: they refused or withdrew and are not reminded; held: a legal hold stops the deadline.</param>
    /// <param name="Deadline">Then the tracks are destroyed.</param>
    /// <param name="Reminders">How many there were; each is an entry on the ledger, consent.reminded.</param>
    internal sealed record Reminder(string Recording, string Title, string Participant, string Person, string DisplayName, string State, DateTimeOffset Deadline, int Reminders, DateTimeOffset? NextReminderAt);

    /// <summary>Whose answer is waited for, the nearest deadline first, with the reminders so far and the next one.</summary>
    private static async Task<IResult> List(IMediator mediator, CancellationToken ct) =>
        TypedResults.Ok((await mediator.Send(new ListReminders.Query(), ct)).Select(w => new Reminder(
            w.Recording.ToString(), w.Title, w.Participant.ToString(), w.Person.Person.ToString(), w.Person.DisplayName, State(w), w.Deadline, w.Reminders, w.Next)));

    private static string State(WaitingAnswer waiting) =>
        waiting.SaidNo ? "said-no" : waiting.IsHeld ? "held" : waiting.Reminders > 0 ? "due" : "waiting";
}
