namespace RecordsManager.Domain.Learning;

public static class LearningErrors
{
    public static readonly Error Off = new("learning.off", "No learning signals are collected.", ErrorKind.NotFound, "Somebody who writes policies can set them up under Learning signals.");

    public static readonly Error NotAgreed = new("learning.not-agreed", "Who watches has not agreed to learning signals.", ErrorKind.Forbidden, "Ask them in the player.");

    public static readonly Error SessionUnknown = new("learning.session-unknown", "This session is over.", ErrorKind.Conflict, "Begin another one.");

    public static readonly Error EventsMalformed = new("learning.events-malformed", "The player's events cannot be read.", ErrorKind.Validation, "Send 1 to 50 of them, numbered in ascending order.");

    public static readonly Error EndpointMalformed = new(
        "learning.endpoint-malformed", "That is no address of a learning record store.", ErrorKind.Validation, "Write it as the store gives it, without /statements, like https://lrs.example.org/xapi.");

    public static readonly Error EndpointForbidden = new(
        "learning.endpoint-forbidden", "The server does not send to this address.", ErrorKind.Validation, "It must begin with https. Who runs the server can allow another one with RECORDS_LRS_ALLOW.");

    public static readonly Error KeyMalformed = new("learning.key-malformed", "The key is missing, longer than 200 characters or has a colon in it.", ErrorKind.Validation, "Copy it from the store.");

    public static readonly Error SecretMissing = new("learning.secret-missing", "The secret is missing or longer than 500 characters.", ErrorKind.Validation, "Write the one that belongs to the key.");

    public static readonly Error ThresholdOutOfRange = new("learning.threshold-out-of-range", "The part that has to be played lies between 1 and 100 per cent.", ErrorKind.Validation, "Write a whole number.");

    public static readonly Error StatementNotFound = new("learning.statement-not-found", "There is no such statement.", ErrorKind.NotFound, "It may have been sent, or deleted with somebody's agreement.");
}
