using RecordsManager.Application.Consent;
using RecordsManager.Domain.Consent;
using RecordsManager.Web.Pages.Words;

namespace RecordsManager.Web.Pages.Links;

/// <summary>The answer as it stands, for the page around a framed question. No name, no token.</summary>
/// <param name="Answer">granted, refused or withdrawn; of a child, the guardian's no is the answer.</param>
/// <param name="Event">Id of the answer that stands (<c>cns_…</c>).</param>
/// <param name="At">When it was given.</param>
/// <param name="Purposes">Agreed to now; none after a no.</param>
/// <param name="Media">audio, video, screen, chat: what may be kept; none after a no.</param>
public sealed record FrameState(string Answer, string Event, DateTimeOffset At, IReadOnlyList<string> Purposes, IReadOnlyList<string> Media)
{
    public static FrameState? Of(ShowInvitation.View view)
    {
        if (view.Own is not { } own)
        {
            return null;
        }

        var decisive = view.Guardian is { Agrees: false } guardian ? guardian : own;
        return new FrameState(
            decisive.Kind switch { ConsentEventKind.Granted => "granted", ConsentEventKind.Withdrawn => "withdrawn", _ => "refused" },
            decisive.Event.ToString(),
            decisive.At,
            decisive.Agrees ? own.Purposes : [],
            decisive.Agrees ? [.. ConsentWords.English.Media(own.Media & view.Media).Select(m => m.Word)] : []);
    }
}
