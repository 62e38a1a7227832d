namespace RecordsManager.Web.Security;

/// <summary>The same strict headers on every answer; nothing comes from another origin and nothing runs inline.</summary>
internal static class ResponseHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; connect-src 'self'; worker-src 'self' blob:; "
        + "font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>The script that other websites load.</summary>
    private const string Widget = "/widget/consent.js";

    /// <summary>Deny by default: beside ourselves only the origins that an organization named.</summary>
    public static void MayBeFramedBy(this HttpResponse response, IReadOnlyList<string> origins)
    {
        response.Headers.ContentSecurityPolicy = Policy.Replace("frame-ancestors 'none'", string.Join(' ', ["frame-ancestors 'self'", .. origins]), StringComparison.Ordinal);
        response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
    }

    /// <summary>Our own page that shows the widget frames our own consent page.</summary>
    public static void MayFrameOurselves(this HttpResponse response) => response.Headers.ContentSecurityPolicy = Policy + "; frame-src 'self'";

    public static IApplicationBuilder UseStrictHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = context.Request.Path == Widget ? "cross-origin" : "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        headers["X-Robots-Tag"] = "noindex, nofollow, noarchive";
        if (Path.GetExtension(context.Request.Path.Value) is not (".css" or ".js" or ".svg"))
        {
            headers.CacheControl = "no-store";
        }

        return next(context);
    });
}
