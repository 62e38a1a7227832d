using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using RecordsManager.Media.Transcription;

namespace RecordsManager.Application.Tests.Support;

/// <summary>
/// A transcription endpoint of the OpenAI shape in this process: where sound is, pocketsphinx says what it hears. Where pocketsphinx
/// is not installed it is a stub, and <see cref="IsStub"/> says so: times are measured then as well, the words are made up.
/// </summary>
internal sealed class LocalEngine : IAsyncDisposable
{
    public const string Key = "sk-local";

    private const string Recognizer = "/usr/bin/pocketsphinx_continuous";
    private const int Rate = 16_000;

    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public LocalEngine()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        Options = new TranscriptionOptions(new Uri($"http://127.0.0.1:{port}/v1/"), Key, "pocketsphinx", PieceSeconds: 20);
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        _serving = Serve();
    }

    public static bool IsStub => !File.Exists(Recognizer);

    public TranscriptionOptions Options { get; }

    /// <summary>So many requests are refused first.</summary>
    public int Refuses { get; set; }

    /// <summary>Model, language and length in samples of each request that was answered.</summary>
    public List<(string Model, string Language, int Samples)> Asked { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task Serve()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext http;
            try
            {
                http = await _listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            await Answer(http);
        }
    }

    private async Task Answer(HttpListenerContext http)
    {
        using var response = http.Response;
        using var body = new MemoryStream();
        await http.Request.InputStream.CopyToAsync(body);
        if (Refuses > 0 || http.Request.Headers["Authorization"] != "Bearer " + Key || http.Request.Url!.AbsolutePath != "/v1/audio/transcriptions")
        {
            Refuses--;
            response.StatusCode = 503;
            return;
        }

        var bytes = body.ToArray();
        var wav = bytes.AsSpan(bytes.AsSpan().IndexOf("RIFF"u8));
        Assert.Equal((Rate, 1), (BinaryPrimitives.ReadInt32LittleEndian(wav[24..]), BinaryPrimitives.ReadInt16LittleEndian(wav[22..])));
        var samples = MemoryMarshal.Cast<byte, short>(wav.Slice(44, BinaryPrimitives.ReadInt32LittleEndian(wav[40..]))).ToArray();
        var form = Encoding.Latin1.GetString(bytes);
        Asked.Add((Field(form, "model"), Field(form, "language"), samples.Length));
        List<object> segments = [];
        foreach (var (from, to) in Sounds(samples))
        {
            segments.Add(new { id = segments.Count, start = from / (double)Rate, end = to / (double)Rate, text = await Hear(samples[from..to]) });
        }

        await response.OutputStream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(new { task = "transcribe", language = "english", duration = samples.Length / (double)Rate, segments }));
    }

    private static string Field(string form, string name)
    {
        var at = form.IndexOf($"name={name}\r\n", StringComparison.Ordinal);
        var start = form.IndexOf("\r\n\r\n", at, StringComparison.Ordinal) + 4;
        return form[start..form.IndexOf("\r\n", start, StringComparison.Ordinal)];
    }

    /// <summary>Stretches with sound, pauses under 0.7 s bridged.</summary>
    private static List<(int From, int To)> Sounds(short[] samples)
    {
        const int Frame = Rate / 50;
        List<(int From, int To)> sounds = [];
        for (var at = 0; at + Frame <= samples.Length; at += Frame)
        {
            if (samples.AsSpan(at, Frame).ToArray().Max(s => Math.Abs((int)s)) < 300)
            {
                continue;
            }

            if (sounds.Count > 0 && at - sounds[^1].To < 0.7 * Rate)
            {
                sounds[^1] = (sounds[^1].From, at + Frame);
            }
            else
            {
                sounds.Add((at, at + Frame));
            }
        }

        return sounds.FindAll(s => s.To - s.From > Rate / 5);
    }

    private static async Task<string> Hear(short[] samples)
    {
        if (IsStub)
        {
            return string.Create(CultureInfo.InvariantCulture, $"Stub: {samples.Length} samples of speech.");
        }

        // Through a pipe: what is said lies in no file.
        var start = new ProcessStartInfo(Recognizer) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-infile", "/dev/stdin", "-logfn", "/dev/null"])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var heard = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(MemoryMarshal.AsBytes<short>(samples).ToArray());
        await process.StandardInput.BaseStream.WriteAsync(new byte[Rate]); // half a second of silence: the end of the sentence
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        await errors;
        return (await heard).ReplaceLineEndings(" ").Trim() is { Length: > 0 } words ? words : "(nothing understood)";
    }
}
