using System.Net;
using System.Text;

namespace RecordsManager.Browser.Tests;

/// <summary>A website of somebody else: another origin (another port), one page that carries the widget, with a strict policy of its own.</summary>
internal sealed class WidgetHost : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _records;
    private readonly string _consent;
    private readonly string _language;

    public WidgetHost(string records, string consent, int port, string language = "en")
    {
        (_records, _consent, _language) = (records, consent, language);
        Origin = $"http://127.0.0.1:{port}";
        _listener.Prefixes.Add(Origin + "/");
        _listener.Start();
        _ = Serve();
    }

    public string Origin { get; }

    public void Dispose() => _listener.Close();

    private async Task Serve()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.Headers["Content-Security-Policy"] = $"default-src 'none'; script-src {_records} 'nonce-host'; style-src 'self'; frame-src {_records}";
            var page = context.Request.Url!.AbsolutePath == "/favicon.ico" ? "" : Page;
            context.Response.Close(Encoding.UTF8.GetBytes(page), willBlock: false);
        }
    }

    private string Page =>
        $$"""
        <!doctype html><html lang="{{_language}}" dir="{{(_language == "ar" ? "rtl" : "ltr")}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A call</title>
        <script nonce="host">window.heard = []; window.changed = []; addEventListener('records-consent', (e) => window.heard.push(e.detail)); addEventListener('records-consent-changed', (e) => window.changed.push(e.detail));</script>
        <script defer src="{{_records}}/widget/consent.js"></script></head>
        <body><main><h1>A call</h1><div id="ask" data-records-consent="{{_consent}}" data-blocks="#call"></div><section id="call" aria-label="The call"><button id="join">Join</button></section></main></body></html>
        """;
}
