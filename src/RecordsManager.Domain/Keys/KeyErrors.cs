namespace RecordsManager.Domain.Keys;

public static class KeyErrors
{
    public static readonly Error RotationRuns = new(
        "key.rotation-runs", "A rotation or a switch of this organization's keys is running already.", ErrorKind.Conflict, "Wait until it has ended.");

    public static readonly Error SwitchIsOpen = new(
        "key.switch-open", "A switch to another provider is on trial.", ErrorKind.Conflict, "Commit it with records keys commit, or undo it with records keys rollback.");

    public static readonly Error NoSwitch = new(
        "key.no-switch", "No switch to another provider is on trial.", ErrorKind.Conflict, "Begin one with records keys switch PROVIDER; records keys show tells where the keys are.");

    public static readonly Error AlreadyThere = new(
        "key.already-there", "The keys are with that provider.", ErrorKind.Conflict, "Nothing is to be done; records keys rotate makes a new KEK there.");

    public static Error NotSetUp(string providers) => new(
        "key.provider-not-set-up", "No such provider is set up on this server.", ErrorKind.Validation, $"Set up are: {providers}. docs/operations.md says which variables the others need.");
}
