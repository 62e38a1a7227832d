namespace RecordsManager.Domain.Erasure;

public static class ErasureErrors
{
    public static readonly Error PersonNotFound = new("person.not-found", "There is no such person.", ErrorKind.NotFound);

    public static readonly Error AlreadyErased = new("person.erased", "This person was erased already.", ErrorKind.Conflict);

    public static readonly Error RequestNotFound = new("erasure.not-found", "There is no such erasure request.", ErrorKind.NotFound);
}
