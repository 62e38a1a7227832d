using RecordsManager.Domain;

namespace RecordsManager.Application.Learning;

/// <summary>An LRS, spoken to by xAPI over HTTP. What it is given leaves the product.</summary>
public interface ILearningRecordStore
{
    /// <returns>Null: it may be sent to, as far as its address tells. What its name leads to is looked at with each connection.</returns>
    Error? Refuses(string endpoint);

    /// <param name="statements">JSON, one statement each; taken or refused together. The same ones may be sent again.</param>
    Task<LrsAnswer> Send(LrsAccess access, IReadOnlyList<string> statements, CancellationToken ct);

    /// <summary>Asks it for its version, and with the key for no statements.</summary>
    Task<LrsAnswer> Try(LrsAccess access, CancellationToken ct);
}

/// <param name="Endpoint">Base address of the xAPI, without <c>/statements</c>.</param>
public sealed record LrsAccess(string Endpoint, string Key, string Secret)
{
    /// <summary>A secret is in no log.</summary>
    public override string ToString() => Endpoint;
}

public enum LrsVerdict
{
    /// <summary>It has them.</summary>
    Taken,

    /// <summary>It has a statement of one of the ids already. They are ours and random: it is that one.</summary>
    Known,

    /// <summary>It will never take them as they are.</summary>
    Unacceptable,

    /// <summary>It was not reached, or refuses for now.</summary>
    Later,
}

/// <param name="Words">For who looks after it; holds nothing of a statement and no key.</param>
/// <param name="Wait">How long it asks to wait; null: it does not say.</param>
public sealed record LrsAnswer(LrsVerdict Verdict, string Words, TimeSpan? Wait = null);
