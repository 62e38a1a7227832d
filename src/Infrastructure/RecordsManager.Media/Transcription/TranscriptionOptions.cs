namespace RecordsManager.Media.Transcription;

/// <param name="Endpoint">Base address of an OpenAI-compatible API, up to and without <c>/audio/transcriptions</c>.</param>
/// <param name="Key">Sent as a bearer token; null: none.</param>
/// <param name="PieceSeconds">A longer recording is sent in pieces: common endpoints take no more than 25 MB, 13 minutes of 16 kHz.</param>
public sealed record TranscriptionOptions(Uri Endpoint, string? Key, string Model, int PieceSeconds = 600);
