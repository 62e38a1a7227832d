namespace RecordsManager.Application.Transcripts.Formats;

/// <summary>One line of a file before anybody knows whose it is.</summary>
/// <param name="Speaker">As the file names them; null where it names nobody.</param>
/// <param name="FromMs">From the zero of the file.</param>
/// <param name="Text">One line, trimmed, not empty.</param>
public sealed record ReadLine(string? Speaker, long FromMs, long ToMs, string Text);
