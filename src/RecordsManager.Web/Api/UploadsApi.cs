using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Http.Features;
using RecordsManager.Application.Ingest;
using RecordsManager.Domain;
using RecordsManager.Domain.Deliveries;

namespace RecordsManager.Web.Api;

/// <summary>tus 1.0: core, creation, expiration, checksum (sha256) and termination. Bytes are encrypted while they arrive.</summary>
internal static class UploadsApi
{
    private const string Version = "1.0.0";

    public static void MapUploads(this RouteGroupBuilder api)
    {
        var uploads = api.MapGroup("/uploads").WithTags("Uploads (tus 1.0)").AddEndpointFilter(Tus);
        uploads.MapMethods("/", [HttpMethods.Options], Discover).WithName("DiscoverUploads").AllowAnonymous();
        uploads.MapPost("/", Create).WithName("CreateUpload");
        uploads.MapMethods("/{upload}", [HttpMethods.Head], Show).WithName("ShowUpload");
        uploads.MapPatch("/{upload}", Append).WithName("AppendToUpload");
        uploads.MapDelete("/{upload}", Terminate).WithName("TerminateUpload");
    }

    private static async ValueTask<object?> Tus(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers["Tus-Resumable"] = Version;
        if (http.Request.Method != HttpMethods.Options && http.Request.Headers["Tus-Resumable"] != Version)
        {
            http.Response.Headers["Tus-Version"] = Version;
            return TypedResults.StatusCode(StatusCodes.Status412PreconditionFailed);
        }

        return await next(context);
    }

    /// <summary>What this server understands of tus.</summary>
    private static IResult Discover(HttpResponse response)
    {
        response.Headers["Tus-Version"] = Version;
        response.Headers["Tus-Extension"] = "creation,expiration,checksum,termination";
        response.Headers["Tus-Checksum-Algorithm"] = "sha256";
        response.Headers["Tus-Max-Size"] = CreateUpload.MaxBytes.ToString(CultureInfo.InvariantCulture);
        return TypedResults.NoContent();
    }

    /// <summary>Opens an upload; send its bytes to the Location.</summary>
    private static async Task<IResult> Create(HttpContext http, IMediator mediator, CancellationToken ct)
    {
        if (!TryLength(http.Request, out var length) || (length is null && http.Request.Headers["Upload-Defer-Length"] != "1"))
        {
            return new Error("upload.length-missing", "The header Upload-Length is missing or no number.", ErrorKind.Validation, "Send Upload-Length, or Upload-Defer-Length: 1.").ToProblem();
        }

        var created = await mediator.Send(new CreateUpload.Command(length, http.Request.Headers["Upload-Metadata"]), ct);
        if (created.Error is { } error)
        {
            return error.ToProblem();
        }

        http.Response.Headers["Upload-Expires"] = created.Value.ExpiresAt.ToString("R", CultureInfo.InvariantCulture);
        return TypedResults.Created($"/api/v1/uploads/{created.Value.Id}");
    }

    /// <summary>How many bytes are durable.</summary>
    private static async Task<IResult> Show(string upload, HttpResponse response, IMediator mediator, CancellationToken ct)
    {
        if (!UploadId.TryParse(upload, out var id) || await mediator.Send(new ShowUpload.Query(id), ct) is not { Failed: false, Value: var view })
        {
            return TypedResults.NotFound();
        }

        response.Headers["Upload-Offset"] = view.Offset.ToString(CultureInfo.InvariantCulture);
        response.Headers["Upload-Expires"] = view.ExpiresAt.ToString("R", CultureInfo.InvariantCulture);
        response.Headers.CacheControl = "no-store";
        response.Headers[view.Length is null ? "Upload-Defer-Length" : "Upload-Length"] = (view.Length ?? 1).ToString(CultureInfo.InvariantCulture);
        return TypedResults.Ok();
    }

    /// <summary>Adds bytes at Upload-Offset. When it answers they are encrypted, synced and counted.</summary>
    private static async Task<IResult> Append(string upload, HttpContext http, IMediator mediator, CancellationToken ct)
    {
        var request = http.Request;
        if (request.ContentType != "application/offset+octet-stream")
        {
            return TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        if (!UploadId.TryParse(upload, out var id))
        {
            return UploadErrors.NotFound.ToProblem();
        }

        if (!long.TryParse(request.Headers["Upload-Offset"], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            || !TryLength(request, out var length)
            || !TryChecksum(request, out var sha256))
        {
            return new Error("upload.header-malformed", "Upload-Offset, Upload-Length or Upload-Checksum cannot be read.", ErrorKind.Validation, "Send Upload-Checksum as: sha256 <base64>.").ToProblem();
        }

        http.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null; // the upload's own length is the limit
        var appended = await mediator.Send(new AppendToUpload.Command(id, offset, length, sha256, request.Body), ct);
        if (appended.Error is { } error)
        {
            return error == UploadErrors.ChecksumMismatch ? TypedResults.StatusCode(460) : error.ToProblem();
        }

        http.Response.Headers["Upload-Offset"] = appended.Value.ToString(CultureInfo.InvariantCulture);
        return TypedResults.NoContent();
    }

    /// <summary>Forgets an upload that no delivery took.</summary>
    private static async Task<IResult> Terminate(string upload, IMediator mediator, CancellationToken ct)
    {
        if (!UploadId.TryParse(upload, out var id))
        {
            return UploadErrors.NotFound.ToProblem();
        }

        var terminated = await mediator.Send(new TerminateUpload.Command(id), ct);
        return terminated.Error is { } error ? error.ToProblem() : TypedResults.NoContent();
    }

    private static bool TryLength(HttpRequest request, out long? length)
    {
        length = null;
        var text = request.Headers["Upload-Length"].ToString();
        if (text.Length == 0)
        {
            return true;
        }

        var parsed = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        length = value;
        return parsed;
    }

    private static bool TryChecksum(HttpRequest request, out byte[]? sha256)
    {
        sha256 = null;
        var text = request.Headers["Upload-Checksum"].ToString();
        if (text.Length == 0)
        {
            return true;
        }

        var bytes = new byte[32];
        var understood = text.StartsWith("sha256 ", StringComparison.Ordinal) && Convert.TryFromBase64String(text[7..], bytes, out var written) && written == 32;
        sha256 = bytes;
        return understood;
    }
}
