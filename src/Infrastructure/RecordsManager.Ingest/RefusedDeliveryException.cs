using RecordsManager.Domain;

namespace RecordsManager.Ingest;

/// <summary>Leaves a deep parser with a refusal; an adapter's Read turns it into a Result, it never leaves this assembly.</summary>
internal sealed class RefusedDeliveryException(Error error) : Exception(error.Message)
{
    public Error Error { get; } = error;
}
