using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace RecordsManager.Browser.Tests;

/// <summary>Somebody in front of a browser.</summary>
public sealed partial class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _errors = [];

    public Visitor(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        Page.PageError += (_, error) => _errors.Add(error);
    }

    public IPage Page { get; }

    /// <summary>What scripts threw and nobody caught.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public async Task SignIn(string email, string password)
    {
        await Page.GotoAsync("/sign-in");
        await Page.GetByLabel("Mail address").FillAsync(email);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        // looked at again and again: on a busy machine the event of a page's load may be over before anybody waits for it
        await Assertions.Expect(Page).Not.ToHaveURLAsync(SignInPage(), new PageAssertionsToHaveURLOptions { Timeout = 60_000 });
    }

    /// <summary>Opens a page with a player and plays until pictures move.</summary>
    public async Task Play(string address)
    {
        await Page.GotoAsync(address);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Play" }).ClickAsync();
        await Page.WaitForFunctionAsync("() => document.querySelector('video').currentTime > 0.3");
    }

    public Task<double> Time() => Page.EvaluateAsync<double>("() => document.querySelector('video').currentTime");

    [GeneratedRegex("/sign-in")]
    private static partial Regex SignInPage();

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
