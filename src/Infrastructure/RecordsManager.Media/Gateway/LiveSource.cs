using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace RecordsManager.Media.Gateway;

/// <summary>Bytes that another process of the same work is just producing; read once, from the start.</summary>
internal sealed class LiveSource(PipeReader bytes) : IEndpoint
{
    public string Method => HttpMethods.Get;

    public async Task Answer(HttpContext context, CancellationToken job)
    {
        try
        {
            await bytes.CopyToAsync(context.Response.BodyWriter, job);
        }
        finally
        {
            // the producer must not wait for a reader that is gone
            await bytes.CompleteAsync();
        }
    }
}
