namespace RecordsManager.Domain.Consent;

/// <summary>How strict a jurisdiction is, least strict first; the order is the rule "strictest wins" compares by.</summary>
public enum ConsentModel
{
    OneParty,
    Notice,
    AllParty,
    ExplicitOptIn,
    ProhibitedWithoutPermission,
}

/// <summary>Whether staying after a notice counts as consent in a place.</summary>
public enum ImpliedConsent
{
    NotAccepted,
    Disputed,
    Accepted,
    NotRequired,
}
