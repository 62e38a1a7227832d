namespace RecordsManager.Storage.Checkpoints;

/// <summary>A place that others can read and that whoever runs the database should not be able to write over.</summary>
internal interface ICheckpointTarget
{
    /// <param name="name">With slashes; what has this name is replaced.</param>
    Task Write(string name, string text, CancellationToken ct);
}
