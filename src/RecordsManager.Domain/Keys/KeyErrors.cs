namespace RecordsManager.Domain.Keys;

public static class KeyErrors
{
    public static readonly Error RotationRuns = new(
        "key.rotation-runs", "A rotation of this organization's keys is running already.", ErrorKind.Conflict, "Wait until it has ended.");
}
