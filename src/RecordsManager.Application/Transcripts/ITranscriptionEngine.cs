using RecordsManager.Application.Transcripts.Formats;

namespace RecordsManager.Application.Transcripts;

/// <summary>Writes down speech. Outside of the product, and off unless it is set up: what it is given leaves the product.</summary>
public interface ITranscriptionEngine
{
    bool IsOn { get; }

    /// <param name="pcm">One person's speech: 16 kHz, mono, 16 bit little-endian; read once, never kept.</param>
    /// <param name="samples">How many it is to be read as; what is missing at the end is silence.</param>
    /// <param name="language">BCP 47.</param>
    /// <returns>Lines without a speaker, by the sound's own time.</returns>
    /// <exception cref="TranscriptionFailedException">It does not answer, refuses or answers what cannot be read.</exception>
    Task<IReadOnlyList<ReadLine>> Transcribe(Stream pcm, long samples, string language, CancellationToken ct);
}

/// <summary>The message is shown beside the retry: it holds no word that was said, and no key.</summary>
public sealed class TranscriptionFailedException(string message, Exception? inner = null) : Exception(message, inner);
