using System.Globalization;
using System.Security.Cryptography;
using MediatR;
using Microsoft.AspNetCore.Http.Features;
using RecordsManager.Application.Ingest;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Deliveries;

namespace RecordsManager.Web.Api;

/// <summary>
/// tus 1.0: core, creation (with bytes, and with a deferred length), expiration, checksum and termination. Bytes are encrypted
/// while they arrive.
/// </summary>
internal static class UploadsApi
{
    private const string Version = "1.0.0";
    private const string Bytes = "application/offset+octet-stream";
    private const string MethodOverride = "X-HTTP-Method-Override";

    public static void MapUploads(this RouteGroupBuilder api)
    {
        var uploads = api.MapGroup("/uploads").WithTags("Uploads (tus 1.0)").AddEndpointFilter(Tus);
        uploads.MapMethods("/", [HttpMethods.Options], Discover).WithName("DiscoverUploads").AllowAnonymous();
        uploads.MapPost("/", Create).WithName("CreateUpload");
        uploads.MapMethods("/{upload}", [HttpMethods.Head], Show).WithName("ShowUpload");
        uploads.MapPatch("/{upload}", Append).WithName("AppendToUpload");
        uploads.MapDelete("/{upload}", Terminate).WithName("TerminateUpload");
    }

    /// <summary>
    /// Before everything that may answer: every answer names the protocol, also that of a server in trouble, and a client that
    /// can send nothing but GET and POST says in a header what it means.
    /// </summary>
    public static IApplicationBuilder UseTus(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.Request.Path.StartsWithSegments("/api/v1/uploads", StringComparison.Ordinal))
        {
            http.Response.OnStarting(static response =>
            {
                ((HttpResponse)response).Headers["Tus-Resumable"] = Version;
                return Task.CompletedTask;
            }, http.Response);
            if (http.Request.Method == HttpMethods.Post && http.Request.Headers[MethodOverride].ToString() is { Length: > 0 } meant)
            {
                http.Request.Method = meant.ToUpperInvariant();
            }
        }

        return next(http);
    });

    private static async ValueTask<object?> Tus(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.Request.Method != HttpMethods.Options && http.Request.Headers["Tus-Resumable"] != Version)
        {
            http.Response.Headers["Tus-Version"] = Version;
            return Refusal(UploadErrors.VersionUnknown);
        }

        return await next(context);
    }

    /// <summary>What this server understands of tus.</summary>
    private static IResult Discover(HttpResponse response)
    {
        response.Headers["Tus-Version"] = Version;
        response.Headers["Tus-Extension"] = "creation,creation-defer-length,creation-with-upload,expiration,checksum,termination";
        response.Headers["Tus-Checksum-Algorithm"] = "sha256,sha1";
        response.Headers["Tus-Max-Size"] = CreateUpload.MaxBytes.ToString(CultureInfo.InvariantCulture);
        return TypedResults.NoContent();
    }

    /// <summary>Opens an upload; send its bytes to the Location, the first of them with this request if you like.</summary>
    private static async Task<IResult> Create(HttpContext http, IMediator mediator, UploadPlaces places, ICurrentActor actor, CancellationToken ct)
    {
        var deferred = http.Request.Headers["Upload-Defer-Length"].ToString();
        if (!TryLength(http.Request, out var length) || deferred is not ("" or "1") || length is null != (deferred == "1"))
        {
            return Refusal(UploadErrors.LengthMissing);
        }

        if (!TryChecksum(http.Request, out var checksum))
        {
            return Refusal(UploadErrors.HeaderMalformed);
        }

        var created = await mediator.Send(new CreateUpload.Command(length, http.Request.Headers["Upload-Metadata"]), ct);
        if (created.Error is { } error)
        {
            return Refusal(error);
        }

        var (id, expiresAt) = created.Value;
        Unlimited(http);
        if (http.Request.ContentType == Bytes && places.TryEnter(actor.Organization))
        {
            // Where these bytes are refused the upload is there all the same, and the client sends them again.
            using var place = places.Leaving(actor.Organization);
            var appended = await mediator.Send(new AppendToUpload.Command(id, 0, null, checksum, http.Request.Body), ct);
            http.Response.Headers["Upload-Offset"] = (appended.Failed ? 0 : appended.Value).ToString(CultureInfo.InvariantCulture);
        }

        http.Response.Headers["Upload-Expires"] = Written(expiresAt);
        return TypedResults.Created($"/api/v1/uploads/{id}");
    }

    /// <summary>How many bytes are durable.</summary>
    private static async Task<IResult> Show(string upload, HttpResponse response, IMediator mediator, CancellationToken ct)
    {
        if (!UploadId.TryParse(upload, out var id))
        {
            return Refusal(UploadErrors.NotFound);
        }

        var shown = await mediator.Send(new ShowUpload.Query(id), ct);
        if (shown.Error is { } error)
        {
            return Refusal(error);
        }

        var view = shown.Value;
        response.Headers["Upload-Offset"] = view.Offset.ToString(CultureInfo.InvariantCulture);
        response.Headers["Upload-Expires"] = Written(view.ExpiresAt);
        response.Headers.CacheControl = "no-store";
        response.Headers[view.Length is null ? "Upload-Defer-Length" : "Upload-Length"] = (view.Length ?? 1).ToString(CultureInfo.InvariantCulture);
        if (view.Metadata.Length > 0)
        {
            response.Headers["Upload-Metadata"] = view.Metadata;
        }

        return TypedResults.Ok();
    }

    /// <summary>Adds bytes at Upload-Offset. When it answers they are encrypted, synced and counted.</summary>
    private static async Task<IResult> Append(string upload, HttpContext http, IMediator mediator, UploadPlaces places, ICurrentActor actor, CancellationToken ct)
    {
        var request = http.Request;
        if (request.ContentType != Bytes)
        {
            return Refusal(UploadErrors.TypeUnknown);
        }

        if (!UploadId.TryParse(upload, out var id))
        {
            return Refusal(UploadErrors.NotFound);
        }

        if (!long.TryParse(request.Headers["Upload-Offset"], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            || !TryLength(request, out var length)
            || !TryChecksum(request, out var checksum))
        {
            return Refusal(UploadErrors.HeaderMalformed);
        }

        Unlimited(http); // also where it is refused: who is cut off in the middle of sending reads no answer
        if (!places.TryEnter(actor.Organization))
        {
            return UploadPlaces.Refusal(http);
        }

        using var place = places.Leaving(actor.Organization);
        var appended = await mediator.Send(new AppendToUpload.Command(id, offset, length, checksum, request.Body), ct);
        if (appended.Error is { } error)
        {
            return Refusal(error);
        }

        http.Response.Headers["Upload-Offset"] = appended.Value.ToString(CultureInfo.InvariantCulture);
        if (await mediator.Send(new ShowUpload.Query(id), CancellationToken.None) is { Failed: false } shown)
        {
            http.Response.Headers["Upload-Expires"] = Written(shown.Value.ExpiresAt);
        }

        return TypedResults.NoContent();
    }

    /// <summary>Forgets an upload that no delivery took.</summary>
    private static async Task<IResult> Terminate(string upload, IMediator mediator, CancellationToken ct)
    {
        var terminated = await mediator.Send(new TerminateUpload.Command(UploadId.TryParse(upload, out var id) ? id : default), ct);
        return terminated.Error is { } error ? Refusal(error) : TypedResults.NoContent();
    }

    /// <summary>tus has statuses of its own for some refusals.</summary>
    private static IResult Refusal(Error error)
    {
        var details = Problems.Details(error);
        details.Status = error == UploadErrors.VersionUnknown ? StatusCodes.Status412PreconditionFailed
            : error == UploadErrors.TypeUnknown ? StatusCodes.Status415UnsupportedMediaType
            : error == UploadErrors.TooLarge ? StatusCodes.Status413PayloadTooLarge
            : error == UploadErrors.Expired ? StatusCodes.Status410Gone
            : error == UploadErrors.ChecksumMismatch ? 460
            : details.Status;
        return TypedResults.Problem(details);
    }

    /// <summary>The upload's own length is the limit.</summary>
    private static void Unlimited(HttpContext http) => http.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;

    private static string Written(DateTimeOffset at) => at.ToString("R", CultureInfo.InvariantCulture);

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

    private static bool TryChecksum(HttpRequest request, out byte[]? checksum)
    {
        checksum = null;
        var text = request.Headers["Upload-Checksum"].ToString();
        if (text.Length == 0)
        {
            return true;
        }

        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var length = space < 0 ? 0 : text[..space] switch { "sha256" => SHA256.HashSizeInBytes, "sha1" => SHA1.HashSizeInBytes, _ => 0 };
        checksum = new byte[length];
        return length > 0 && Convert.TryFromBase64String(text[(space + 1)..], checksum, out var written) && written == length;
    }
}
