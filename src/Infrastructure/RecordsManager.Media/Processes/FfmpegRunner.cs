using RecordsManager.Application.Recordings;
using RecordsManager.Media.Gateway;

namespace RecordsManager.Media.Processes;

/// <summary>Runs ffmpeg against a gateway job and decides whether what came out is whole; its exit code alone does not say.</summary>
internal sealed class FfmpegRunner(MediaOptions options, LoopbackGateway gateway)
{
    public MediaOptions Options => options;

    public Task<GatewayJob> Open(CancellationToken ct) => gateway.Open(ct);

    /// <exception cref="RenderFailedException">Exit code, stderr, an input or an output speaks against success.</exception>
    public async Task Render(GatewayJob job, IReadOnlyList<string> arguments, Action<string>? onOutput, CancellationToken ct)
    {
        var exit = await Run(options.FfmpegPath, job, ["-nostdin", "-hide_banner", "-v", "error", .. arguments], onOutput, ct);
        job.ThrowIfFaulted();
        var complaint = Complaints.FirstSerious(exit.Errors);
        if (exit.Code != 0)
        {
            throw new RenderFailedException(
                $"ffmpeg ended with {exit.Code}: {complaint ?? exit.Errors.Select(Complaints.Clean).FirstOrDefault() ?? "no message"}");
        }

        if (complaint is not null)
        {
            throw new RenderFailedException($"ffmpeg ended with 0 and complained: {complaint}");
        }

        await job.Settle(ct);
    }

    public async Task<ChildExit> Probe(GatewayJob job, IReadOnlyList<string> arguments, Action<string> onOutput, CancellationToken ct)
    {
        var exit = await Run(options.FfprobePath, job, ["-hide_banner", "-v", "error", .. arguments], onOutput, ct);
        job.ThrowIfFaulted();
        return exit;
    }

    private async Task<ChildExit> Run(
        string program, GatewayJob job, IReadOnlyList<string> arguments, Action<string>? onOutput, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, job.Faulted);
        limit.CancelAfter(options.RunLimit);
        try
        {
            return await ChildProcess.Run(program, arguments, onOutput, limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            job.ThrowIfFaulted();
            throw new RenderFailedException("The media process ran longer than it may.");
        }
    }
}
