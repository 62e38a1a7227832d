using System.Security.Claims;

namespace RecordsManager.Web.Pages.Words;

/// <summary>Who is signed in, in the words of the page.</summary>
public static class People
{
    public static string Initials(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? "?" : string.Concat(words.Take(1).Concat(words.Skip(1).TakeLast(1)).Select(w => char.ToUpperInvariant(w[0])));
    }

    public static string Role(ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.Role) switch
    {
        "admin" => "Records manager",
        "auditor" => "Auditor",
        "member" => "Member",
        _ => "No role",
    };

    public static string Organization(ClaimsPrincipal user) => user.FindFirstValue("organization_name") ?? "";
}
