namespace RecordsManager.Outgoing;

/// <param name="Allowed">
/// Origins that who runs the server exempts from the guard, like <c>http://127.0.0.1:8081</c> or <c>https://lrs.internal</c>: they may lead to
/// addresses that are not public. Plain http may lead to this machine only.
/// </param>
public sealed record OutgoingOptions(IReadOnlyCollection<Uri> Allowed)
{
    /// <exception cref="FormatException">One of them is no origin.</exception>
    public static OutgoingOptions Parse(string? origins) => new(
        [.. (origins ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(text =>
            Uri.TryCreate(text, UriKind.Absolute, out var origin) && origin.Scheme is "http" or "https" && origin.PathAndQuery == "/" && origin.UserInfo.Length == 0
                ? origin
                : throw new FormatException($"{text} is no origin like https://lrs.internal or http://127.0.0.1:8081."))]);

    public bool Allows(Uri address) => Allowed.Any(a => a.Scheme == address.Scheme && a.IdnHost == address.IdnHost && a.Port == address.Port);
}
