namespace RecordsManager.Cli;

internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
}

/// <summary>Ends the command; the message is for the person who typed it.</summary>
internal sealed class Refusal(string message, int exitCode = ExitCode.Failed) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public static Refusal Usage(string message) => new(message, Cli.ExitCode.Usage);

    /// <summary>What every error of this product consists of: a stable code, what happened, and what to do now.</summary>
    public static Refusal Of(string? code, string? message, string? whatToDo) => new(string.Join(
        Environment.NewLine,
        new[]
        {
            code is null ? message ?? "The server gave no reason." : $"{code}: {message}",
            whatToDo is null ? null : $"What to do: {whatToDo}",
        }.Where(line => line is not null)));
}
