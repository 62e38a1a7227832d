using System.Net.Mail;

namespace RecordsManager.Application.Sharing;

internal static class MailAddressText
{
    /// <returns>The address alone; null for what is none, has a name with it, or could end a line of a mail's head.</returns>
    public static string? Parse(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length <= 200 && !trimmed.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) && !trimmed.Contains(',', StringComparison.Ordinal)
            && MailAddress.TryCreate(trimmed, out var address) && address.Address == trimmed
            ? trimmed
            : null;
    }

    /// <summary>Enough for who owns it to know which one is meant.</summary>
    public static string Masked(string address)
    {
        var at = address.LastIndexOf('@');
        return address[..1] + "…" + address[at..];
    }
}
