namespace RecordsManager.Application.Ingest;

/// <summary>A file name as a producer may send it: relative, forward slashes, nothing that leaves the delivery.</summary>
public static class DeliveredName
{
    public static bool IsSafe(string name) =>
        name.Length is > 0 and <= 512
        && !name.StartsWith('/')
        && !name.Contains('\\')
        && !name.Contains(':')
        && !name.Any(char.IsControl)
        && name.Split('/').All(part => part.Length > 0 && part is not "." and not "..");
}
