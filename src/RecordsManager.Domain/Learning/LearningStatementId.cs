namespace RecordsManager.Domain.Learning;

/// <summary>At the store its value is the statement's id; written here as <c>lst_</c> and 32 lower-case hexadecimal digits. Random (UUID version 4), as stores demand.</summary>
public readonly record struct LearningStatementId(Guid Value)
{
    public const string Prefix = "lst_";

    public static bool TryParse(string? text, out LearningStatementId id)
    {
        var parsed = PrefixedId.TryParse(Prefix, text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => PrefixedId.Write(Prefix, Value);
}
