namespace RecordsManager.Proofs.Bundles;

/// <summary>One thing that is wrong with a bundle, and where.</summary>
/// <param name="Part">The file inside the bundle, or <see cref="Container"/>.</param>
/// <param name="Code">Stable word for programs.</param>
/// <param name="Line">1-based line of the part; null where lines mean nothing.</param>
/// <param name="Entry">Index of the ledger's entry; null where it is not about one.</param>
public sealed record BundleFault(string Part, string Code, string Message, long? Line = null, long? Entry = null)
{
    public const string Container = "container";

    public override string ToString()
    {
        var line = Line is { } l ? $", line {l.ToString(System.Globalization.CultureInfo.InvariantCulture)}" : "";
        var entry = Entry is { } e ? $", entry {e.ToString(System.Globalization.CultureInfo.InvariantCulture)}" : "";
        return $"{Part}{line}{entry}: {Message} [{Code}]";
    }
}

/// <summary>What went wrong so far. A flood of the same kind is counted, not kept: memory stays constant.</summary>
public sealed class BundleFaults
{
    private const int Kept = 100;

    private readonly List<BundleFault> _kept = [];

    public IReadOnlyList<BundleFault> All => _kept;

    public long Count { get; private set; }

    public void Add(BundleFault fault)
    {
        Count++;
        if (_kept.Count < Kept)
        {
            _kept.Add(fault);
        }
    }

    public void Add(string part, string code, string message, long? line = null, long? entry = null) => Add(new BundleFault(part, code, message, line, entry));
}
