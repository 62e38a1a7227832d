using System.Net;
using System.Text.Json;
using RecordsManager.ProductSupport;

namespace RecordsManager.Web.Tests.Support;

/// <summary>What the product around a call tells the records manager, over its API.</summary>
internal static class CallSteps
{
    public static async Task<string> OnlyRecording(this RunningProduct product)
    {
        var page = await product.Json("/api/v1/recordings");
        return Assert.Single(page.GetProperty("items").EnumerateArray().ToList()).GetProperty("id").GetString()!;
    }

    /// <returns>The participants of the recording by their names.</returns>
    public static async Task<IReadOnlyDictionary<string, JsonElement>> Participants(this RunningProduct product, string recording) =>
        (await product.Json($"/api/v1/recordings/{recording}")).GetProperty("participants").EnumerateArray()
            .ToDictionary(p => p.GetProperty("displayName").GetString()!);

    public static async Task<string> Participant(this RunningProduct product, string recording, string name) =>
        (await product.Participants(recording))[name].GetProperty("id").GetString()!;

    /// <param name="kind">granted, refused, withdrawn …</param>
    /// <param name="at">When it was said; null is now.</param>
    public static async Task Consents(this RunningProduct product, string recording, string name, string kind, DateTimeOffset? at = null) =>
        await product.Post($"/api/v1/calls/{recording}/participants/{await product.Participant(recording, name)}/consent", new { kind, method = "click", language = "en", at });

    /// <summary>Waits for the derivatives that follow a change: until something is there that was not.</summary>
    public static async Task Derived(this RunningProduct product, string recording, Func<Task<HttpStatusCode>> until)
    {
        for (var attempt = 0; attempt < 600 && await until() != HttpStatusCode.OK; attempt++)
        {
            await Task.Delay(200);
        }

        Assert.Equal(HttpStatusCode.OK, await until());
        await product.Derived(recording);
    }

    /// <returns>The recording.</returns>
    public static async Task<string> Ingested(this RunningProduct product, string delivery)
    {
        var settled = await product.Settled(delivery);
        Assert.True(settled.GetProperty("status").GetString() == "complete", settled.GetRawText());
        return settled.GetProperty("recording").GetString()!;
    }
}
