using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace RecordsManager.Web.Pages.Parts;

/// <summary>A form with the conditions of a link that can be changed while it is out: as they are asked for a new one, too.</summary>
public abstract class LinkTermsModel : PageModel
{
    /// <summary>With the time, UTC.</summary>
    [BindProperty]
    public DateTime? StartsAt { get; set; }

    [BindProperty]
    public int? Plays { get; set; }

    /// <summary>As a clock: 1:20 or 1:02:03.</summary>
    [BindProperty]
    public string? PartFrom { get; set; }

    [BindProperty]
    public string? PartTo { get; set; }

    [BindProperty]
    public bool WithoutChat { get; set; }

    [BindProperty]
    public bool AllowsDownload { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>Of the recording.</summary>
    public abstract long DurationMs { get; }

    /// <summary>What the plays at most count with, in words; null: there were none.</summary>
    public virtual string? PlaysSoFar => null;

    /// <summary>The recipient's name will stand over the picture; a file has none, so that none is given.</summary>
    public bool IsMarked { get; protected set; }

    /// <summary>What is no number is none that is allowed.</summary>
    protected int? PlaysAsked => ModelState[nameof(Plays)] is { Errors.Count: > 0 } ? 0 : Plays;

    protected static DateTimeOffset? Utc(DateTime? said) => said is { } at ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Unspecified), TimeSpan.Zero) : null;
}
