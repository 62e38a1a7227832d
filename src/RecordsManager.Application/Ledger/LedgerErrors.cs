using RecordsManager.Domain;

namespace RecordsManager.Application.Ledger;

public static class LedgerErrors
{
    public static readonly Error NoCheckpoint = new(
        "ledger.no-checkpoint", "No checkpoint has been signed yet.", ErrorKind.NotFound, "Sign one: POST /api/v1/ledger/checkpoint.");

    public static readonly Error RangeUnknown = new(
        "ledger.range-unknown", "There is no such proof: the index must be below the size, the first size at most the second, and both at most the size of the ledger.", ErrorKind.Validation,
        "Ask for the size first: GET /api/v1/ledger/checkpoint.");
}
