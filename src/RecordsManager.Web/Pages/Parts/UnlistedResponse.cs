namespace RecordsManager.Web.Pages.Parts;

public static class UnlistedResponse
{
    /// <summary>Pages behind a signed link are not kept, not indexed, and their address is told to nobody.</summary>
    public static void Unlisted(this HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["X-Robots-Tag"] = "noindex";
    }
}
