using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecordsManager.Web.Security;

namespace RecordsManager.Web.Pages.Widget;

/// <summary>What does the widget do to a page of ours? The widget itself, around a made-up call.</summary>
public sealed class DemoModel : PageModel
{
    /// <summary>Of a consent page of this server.</summary>
    [FromQuery(Name = "address")]
    public string? Address { get; set; }

    /// <summary>Only a path of our own is framed, whatever was pasted.</summary>
    public string? Framed => Uri.TryCreate(Address, UriKind.Absolute, out var given) && given.AbsolutePath.StartsWith("/c/", StringComparison.Ordinal) ? given.AbsolutePath : null;

    public void OnGet() => Response.MayFrameOurselves();
}
