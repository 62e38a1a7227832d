using RecordsManager.Domain.Organizations;

namespace RecordsManager.Domain.Recordings;

/// <summary>When somebody last looked at a recording that was still being made.</summary>
public sealed class AwaitedRecording
{
    public RecordingId Recording { get; private set; }

    public OrganizationId Organization { get; private set; }

    public DateTimeOffset At { get; private set; }
}
