namespace RecordsManager.Domain.Recordings;

/// <summary>How much of what a recording is played from is made.</summary>
public enum Readiness
{
    Nothing,

    /// <summary>It can be heard, everybody and each alone; the picture follows.</summary>
    Sound,

    Whole,
}
