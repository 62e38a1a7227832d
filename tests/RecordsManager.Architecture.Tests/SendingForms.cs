using System.Text.RegularExpressions;

namespace RecordsManager.Architecture.Tests;

/// <summary>A form that names its address gets no token by itself, and without one the server refuses it.</summary>
public sealed partial class SendingForms
{
    /// <summary>Pages whose address is the credential take forms without a token.</summary>
    private static readonly string[] Open = ["Links/Me.cshtml", "Links/_Question.cshtml", "Links/_Answered.cshtml"];

    [Fact]
    public void Every_form_with_an_address_carries_a_token()
    {
        var pages = Path.Combine(Product.Repository, "src/RecordsManager.Web/Pages");
        var forms = Directory.GetFiles(pages, "*.cshtml", SearchOption.AllDirectories)
            .Where(page => !Open.Any(open => page.EndsWith(open, StringComparison.Ordinal)))
            .SelectMany(page => Form().Matches(File.ReadAllText(page)).Select(form => (Page: Path.GetRelativePath(pages, page), Form: form.Value)))
            .ToList();

        Assert.True(forms.Count > 5);
        Assert.DoesNotContain(forms, f => f.Form.Contains("action=", StringComparison.Ordinal) && !f.Form.Contains("@Html.AntiForgeryToken()", StringComparison.Ordinal));
    }

    [GeneratedRegex("<form [^<]*method=\"post\".*?</form>", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
