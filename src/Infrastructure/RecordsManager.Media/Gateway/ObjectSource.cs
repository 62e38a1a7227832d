using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using RecordsManager.Application.Recordings;

namespace RecordsManager.Media.Gateway;

/// <summary>An object's plaintext as a resource with ranges (RFC 9110, section 14).</summary>
internal sealed class ObjectSource(IObjectReader media, TimeSpan readLimit) : IEndpoint
{
    private const int Chunk = 64 * 1024;

    public string Method => HttpMethods.Get;

    public async Task Answer(HttpContext context, CancellationToken job)
    {
        var range = ByteRange.Parse(context.Request.Headers.Range.ToString(), media.Length);
        var response = context.Response;
        response.Headers.AcceptRanges = "bytes";
        if (range is not { } wanted)
        {
            response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            response.Headers.ContentRange = $"bytes */{media.Length}";
            return;
        }

        response.StatusCode = wanted.IsWhole ? StatusCodes.Status200OK : StatusCodes.Status206PartialContent;
        response.ContentLength = wanted.End - wanted.Start;
        if (!wanted.IsWhole)
        {
            response.Headers.ContentRange = $"bytes {wanted.Start}-{wanted.End - 1}/{media.Length}";
        }

        await Send(context, wanted, job);
    }

    /// <summary>One 64 KiB block at a time; a reader that is slow to take them leaves this waiting in the flush.</summary>
    private async Task Send(HttpContext context, ByteRange range, CancellationToken job)
    {
        var writer = context.Response.BodyWriter;
        for (var position = range.Start; position < range.End;)
        {
            var block = writer.GetMemory(Chunk)[..(int)Math.Min(Chunk, range.End - position)];
            var read = await Read(position, block, job);
            writer.Advance(read);
            position += read;
            try
            {
                var flushed = await writer.FlushAsync(context.RequestAborted);
                if (flushed.IsCompleted || flushed.IsCanceled)
                {
                    return;
                }
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                return; // ffmpeg has what it needs, or seeks: it closes and asks again
            }
        }
    }

    private async Task<int> Read(long position, Memory<byte> block, CancellationToken job)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(job);
        patience.CancelAfter(readLimit);
        var started = Stopwatch.GetTimestamp();
        var read = await media.Read(position, block, patience.Token);
        if (Stopwatch.GetElapsedTime(started) > readLimit)
        {
            throw new TimeoutException("A read from storage took too long.");
        }

        return read > 0 ? read : throw new EndOfStreamException("An object is shorter than it says.");
    }
}
