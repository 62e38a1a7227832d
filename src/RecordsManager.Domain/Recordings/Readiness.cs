namespace RecordsManager.Domain.Recordings;

/// <summary>How much of a recording's mix and scenes is made.</summary>
public enum Readiness
{
    Nothing,

    /// <summary>It can be heard, everybody and each alone; the picture follows.</summary>
    Sound,

    Whole,
}
