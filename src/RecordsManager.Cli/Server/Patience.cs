using System.Net;

namespace RecordsManager.Cli.Server;

/// <summary>How long a server may be away, restarting for example, before a command gives up: about two minutes.</summary>
internal static class Patience
{
    private const int Attempts = 28;
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <param name="attempt">Gets 0 the first time; whatever it does has to be safe to do again.</param>
    public static async Task<T> Try<T>(Func<int, Task<T>> attempt, CancellationToken ct)
    {
        var pause = First;
        for (var made = 0; ; made++)
        {
            try
            {
                return await attempt(made);
            }
            catch (Exception reason) when (IsPassing(reason, ct))
            {
                if (made == Attempts)
                {
                    throw new Refusal($"The server does not answer: {reason.Message}");
                }

                if (made == 0)
                {
                    await Console.Error.WriteLineAsync($"Interrupted ({reason.Message}); trying again …");
                }
            }

            await Task.Delay(pause, ct);
            pause = pause * 2 < Longest ? pause * 2 : Longest;
        }
    }

    /// <exception cref="HttpRequestException">The answer says: later.</exception>
    public static void ThrowIfPassing(HttpResponseMessage response)
    {
        // 423: tus 1.0, the upload is still held by the connection that broke
        if (response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.Locked or HttpStatusCode.TooManyRequests
            or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout)
        {
            throw new HttpRequestException($"HTTP {(int)response.StatusCode}");
        }
    }

    private static bool IsPassing(Exception reason, CancellationToken ct) =>
        reason is HttpRequestException || (reason is TaskCanceledException && !ct.IsCancellationRequested);
}
