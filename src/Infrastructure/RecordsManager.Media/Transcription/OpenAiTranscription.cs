using System.Globalization;
using System.Net.Http.Headers;
using RecordsManager.Application.Transcripts;
using RecordsManager.Application.Transcripts.Formats;

namespace RecordsManager.Media.Transcription;

/// <summary>
/// <c>POST {base}/audio/transcriptions</c> as OpenAI defined it and whisper.cpp, faster-whisper-server, LocalAI, vLLM and others
/// serve it: multipart with file, model, language and <c>response_format=verbose_json</c>.
/// </summary>
internal sealed class OpenAiTranscription(TranscriptionOptions? options) : ITranscriptionEngine, IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = TimeSpan.FromMinutes(30),
        MaxResponseContentBufferSize = TranscriptFile.MostBytes,
    };

    public bool IsOn => options is not null;

    public async Task<IReadOnlyList<ReadLine>> Transcribe(Stream pcm, long samples, string language, CancellationToken ct)
    {
        var piece = options!.PieceSeconds * Application.Transcripts.Transcribe.SampleRate;
        List<ReadLine> lines = [];
        for (var at = 0L; at < samples; at += piece)
        {
            var offsetMs = at * 1_000 / Application.Transcripts.Transcribe.SampleRate;
            var heard = await Send(new WavPiece(pcm, Application.Transcripts.Transcribe.SampleRate, (int)Math.Min(piece, samples - at)), language, ct);
            lines.AddRange(heard.Select(l => new ReadLine(null, l.FromMs + offsetMs, l.ToMs + offsetMs, l.Text)));
        }

        // What ffmpeg made beyond the last sample that was asked for: it waits until it is taken.
        await pcm.CopyToAsync(Stream.Null, ct);
        return lines;
    }

    public void Dispose() => _http.Dispose();

    private async Task<IReadOnlyList<ReadLine>> Send(WavPiece sound, string language, CancellationToken ct)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(options!.Model), "model" },
            { new StringContent(language.Split('-')[0].ToLowerInvariant()), "language" }, // ISO 639-1, as the endpoint has it
            { new StringContent("verbose_json"), "response_format" },
            { sound, "file", "speech.wav" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{options.Endpoint.ToString().TrimEnd('/')}/audio/transcriptions")) { Content = form };
        request.Headers.Authorization = options.Key is { } key ? new AuthenticationHeaderValue("Bearer", key) : null;
        try
        {
            using var answer = await _http.SendAsync(request, ct);
            if (!answer.IsSuccessStatusCode)
            {
                throw new TranscriptionFailedException($"The engine answered {((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture)}.");
            }

            var read = TranscriptFile.Read(TranscriptFormat.WhisperJson, await answer.Content.ReadAsStringAsync(ct));
            return read.Error is { } unreadable ? throw new TranscriptionFailedException($"The engine's answer cannot be read. {unreadable.Message}") : read.Value;
        }
        catch (HttpRequestException unreachable)
        {
            throw new TranscriptionFailedException("The engine cannot be reached, or broke off.", unreachable);
        }
        catch (OperationCanceledException slow) when (!ct.IsCancellationRequested)
        {
            throw new TranscriptionFailedException("The engine did not answer within 30 minutes.", slow);
        }
    }
}
