using Microsoft.AspNetCore.Razor.TagHelpers;

namespace RecordsManager.Web.Pages.Parts;

/// <summary>An icon of the page's sprite; always beside a word, so it is hidden from screen readers.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper : TagHelper
{
    public string Name { get; set; } = "";

    /// <summary>Points along the line of reading and mirrors with it.</summary>
    public bool Turns { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", Turns ? "icon icon-turn" : "icon");
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Content.SetHtmlContent($"<use href=\"#i-{Name}\"/>");
    }
}
