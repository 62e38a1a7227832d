using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;
using RecordsManager.Web.Pages.Words;

namespace RecordsManager.Web.Pages.Parts;

/// <summary><c>&lt;when at="…" as="moment" /&gt;</c>: an instant in the reader's zone, with UTC in its title.</summary>
[HtmlTargetElement("when", TagStructure = TagStructure.WithoutEndTag)]
public sealed class WhenTagHelper(TimeProvider clock) : TagHelper
{
    public DateTimeOffset At { get; set; }

    public string As { get; set; } = "moment";

    /// <summary>Of the words, not of the zone.</summary>
    public string? Language { get; set; }

    /// <summary>The auditor's pages stay in UTC.</summary>
    public bool Utc { get; set; }

    /// <summary>Inside a drawing a time is a tspan.</summary>
    public bool Drawn { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = Drawn ? "tspan" : "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute(Drawn ? "data-when" : "datetime", Times.Iso(Times.Shifted(At, As)));
        if (!Drawn)
        {
            output.Attributes.SetAttribute("title", Times.Exact(At));
        }

        if (!Utc)
        {
            output.Attributes.SetAttribute("data-as", As.Replace("last-", "", StringComparison.Ordinal));
        }

        var culture = Language is null or "en" ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(Language == "ar" ? "ar-EG" : Language);
        output.Content.SetContent(Times.Write(At, As, clock.GetUtcNow(), culture, zone: !Utc));
    }
}
