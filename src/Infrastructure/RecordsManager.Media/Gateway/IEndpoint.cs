using Microsoft.AspNetCore.Http;

namespace RecordsManager.Media.Gateway;

/// <summary>One object in one direction for one job.</summary>
internal interface IEndpoint
{
    string Method { get; }

    /// <exception cref="Exception">Anything thrown is the gateway's own failure and fails the job.</exception>
    Task Answer(HttpContext context, CancellationToken job);
}
