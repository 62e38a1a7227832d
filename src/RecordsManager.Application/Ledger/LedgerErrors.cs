using RecordsManager.Domain;

namespace RecordsManager.Application.Ledger;

public static class LedgerErrors
{
    public static readonly Error NoCheckpoint = new(
        "ledger.no-checkpoint", "No checkpoint has been signed yet.", ErrorKind.NotFound, "Sign one: POST /api/v1/ledger/checkpoint.");

    public static readonly Error RangeUnknown = new(
        "ledger.range-unknown", "There is no such proof: the index must be below the size, the first size at most the second, and both at most the size of the ledger.", ErrorKind.Validation,
        "Ask for the size first: GET /api/v1/ledger/checkpoint.");

    public static readonly Error TooManyProofs = new(
        "trail.too-many-proofs", "More entries match than a bundle of single proofs holds.", ErrorKind.Validation, "Narrow the question to 10,000 entries, or take the bundle of the whole ledger: it needs no filter.");

    public static readonly Error TooLongToPrint = new(
        "trail.too-long-to-print", "More entries match than are printed.", ErrorKind.Validation, "Narrow the question to 1,000 entries: one recording, one person or a shorter time. A bundle holds them all.");
}
