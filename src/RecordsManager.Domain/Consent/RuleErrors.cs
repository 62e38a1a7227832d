namespace RecordsManager.Domain.Consent;

public static class RuleErrors
{
    public static readonly Error NotFound = new(
        "rules.not-found", "There is no such rule pack.", ErrorKind.NotFound);

    public static readonly Error EffectInThePast = new(
        "rules.effect-in-the-past", "A rule pack cannot take effect in the past: what was decided stays decided.", ErrorKind.Validation, "Choose a time to come, or none for now.");

    public static readonly Error VersionTaken = new(
        "rules.version-taken", "A rule pack of this version is there already.", ErrorKind.Conflict, "Give the changed data a dataVersion of their own: a decision names the version it used.");

    public static readonly Error AlreadyInEffect = new(
        "rules.already-in-effect", "This rule pack has taken effect and can no longer be withdrawn.", ErrorKind.Conflict, "Install another one that takes its place.");

    public static readonly Error PlanStale = new(
        "rules.plan-stale", "Something has changed since this plan was computed.", ErrorKind.Conflict, "Look at what the rule pack would do now, and approve that.");

    public static readonly Error TooLarge = new(
        "rules.too-large", "This file is too large for a rule pack.", ErrorKind.Validation, "The pack that ships has 0.3 MB; 2 MB are accepted.");

    /// <param name="what">Which record and field is wrong, and what was expected.</param>
    public static Error Unreadable(string what) => new(
        "rules.unreadable", what, ErrorKind.Validation, "Send a JSON document with jurisdictions and, if it brings its own, regimes (docs/consent.md).");
}
