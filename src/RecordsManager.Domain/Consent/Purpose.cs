namespace RecordsManager.Domain.Consent;

/// <summary>What a recording may be used for; each is consented to by itself. Organizations may ask for purposes of their own beside these.</summary>
public static class Purpose
{
    public const string Recording = "recording";
    public const string Transcription = "transcription";
    public const string Ai = "ai";
    public const string Sharing = "sharing";

    private static readonly string[] Biometric = ["voiceprint", "faceprint", "voice-recognition", "face-recognition", "biometric", "biometrics"];

    public static readonly IReadOnlyList<string> All = [Recording, Transcription, Ai, Sharing];

    /// <summary>What an answer means that names no purpose: the recording, and that those invited may watch it.</summary>
    public static readonly IReadOnlyList<string> Asked = [Recording, Sharing];

    /// <summary>Measures a body: by an opt-in of its own, never of minors.</summary>
    public static bool IsBiometric(string purpose) => Biometric.Contains(purpose, StringComparer.Ordinal);
}
