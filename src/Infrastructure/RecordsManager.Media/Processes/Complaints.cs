using System.Text.RegularExpressions;

namespace RecordsManager.Media.Processes;

/// <summary>
/// What ffmpeg says at <c>-v error</c>. Silence is success; a line is harmless only if it is known to speak about the
/// medium as it was delivered, and never about the transfer ("Stream ends prematurely" is http, and is fatal).
/// </summary>
internal static partial class Complaints
{
    /// <returns>The first line that is not known to be harmless, without addresses and tokens; or null.</returns>
    public static string? FirstSerious(IEnumerable<string> errors) =>
        errors.FirstOrDefault(line => !Harmless().IsMatch(line)) is { } line ? Clean(line) : null;

    public static string Clean(string line) => Pointer().Replace(Url().Replace(line, "gateway"), string.Empty);

    // werift: clusters of unknown size in a segment of known size. Truncated: a recorder that died; the gateway knows
    // that we served it to its last byte. Decoder lines: frames that packet loss left damaged; WebRTC has them in every
    // real call, and the number of frames and samples is checked elsewhere.
    [GeneratedRegex(
        """
        Unknown-sized\ element\ at\ .*\ inside\ parent\ with\ finite\ size
        |^\[matroska,webm\ @\ .*\]\ File\ ended\ prematurely
        |^\[(vp8|vp9|h264|av1|libdav1d|opus|libopus|vorbis|aac|mp3float|flac)\ @\ 
        |^Error\ while\ decoding\ stream\ \#\d+:\d+
        |^\s*Last\ message\ repeated\ \d+\ times
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Harmless();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/\S+", RegexOptions.NonBacktracking)]
    private static partial Regex Url();

    [GeneratedRegex(" @ 0x[0-9a-f]+", RegexOptions.NonBacktracking)]
    private static partial Regex Pointer();
}
