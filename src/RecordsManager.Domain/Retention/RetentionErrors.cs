namespace RecordsManager.Domain.Retention;

public static class RetentionErrors
{
    public static readonly Error PeriodMalformed = new(
        "retention.period-malformed", "The period is not an ISO 8601 calendar period.", ErrorKind.Validation, "Write it as P90D, P6M or P1Y.");

    public static readonly Error GraceOutOfRange = new(
        "retention.grace-out-of-range", "The grace must be between 0 and 365 days.", ErrorKind.Validation);

    public static readonly Error HoldNotFound = new(
        "hold.not-found", "There is no such hold on this recording.", ErrorKind.NotFound);
}
