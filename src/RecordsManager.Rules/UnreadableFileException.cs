namespace RecordsManager.Rules;

/// <summary>A rule pack or scenario file is not what it should be. The message names the record, the field and what was expected.</summary>
public sealed class UnreadableFileException(string message) : Exception(message);
