using RecordsManager.Domain.Consent;

namespace RecordsManager.Web.Pages.Words;

/// <summary>The reason codes of the consent rules in words. The strictest rule stands beside its reasons already, so it has none; an unknown code is shown as it is.</summary>
public static class Reasons
{
    public static string Say(string codes) =>
        string.Join(", ", codes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(One).Where(word => word.Length > 0));

    /// <param name="who">Whose place or answer it is, as the page names them; null where it is nobody's.</param>
    public static string Why(Reason reason, string? who) =>
        (One(reason.Code) is { Length: > 0 } words ? words : "the strictest place of the call decides")
        + (reason.Jurisdiction is { } place ? $" ({place}{(reason.Citation is { } cited ? $", {cited}" : "")})" : reason.Citation is { } rests ? $" ({rests})" : "")
        + (who is null ? "" : $", because of {who}");

    public static string One(string code) => code switch
    {
        "CONSENT_OK" => "they agreed",
        "CONSENT_MISSING" => "no answer",
        "CONSENT_REFUSED" => "they did not agree",
        "CONSENT_WITHDRAWN" => "they withdrew",
        "CONSENT_STALE_VERSION" => "they agreed to an older notice",
        "CONSENT_AFTER_START" => "they agreed after it began",
        "OTHER_PARTY_MISSING" => "somebody else in the call has not agreed",
        "IMPLIED_ACCEPTED" => "they were told and stayed, which counts here",
        "IMPLIED_NOT_ACCEPTED" => "they were told and stayed, which does not count here",
        "NOTICE_OK" => "they were notified",
        "NOTICE_MISSING" => "not notified",
        "NOTICE_LANGUAGE_MISMATCH" => "notified in a language they did not choose",
        "ANNOUNCEMENT_NOT_RECORDED" => "the announcement is not on the recording",
        "BEEP_TONE_OK" => "a beep tone was played",
        "ONE_PARTY_OK" => "one party’s consent is enough",
        "ORG_POLICY_STRICTER" => "our policy is stricter",
        "ADMIN_OVERRIDE" => "an admin’s override",
        "DISPUTED_SAFE_DEFAULT" => "the law is disputed, the safe reading holds",
        "STRICTEST_WINS" => "",
        "UNKNOWN_LOCATION_STRICTEST" => "location unknown, counts as the strictest",
        "LATE_JOINER_PENDING" => "joined late, an answer is missing",
        "LEGAL_OBLIGATION" => "the law demands it",
        "LEGAL_OBLIGATION_NOT_EXEMPT" => "the law demands it, and consent is needed all the same",
        "LEGITIMATE_INTERESTS_OK" => "legitimate interests",
        "LEGITIMATE_INTERESTS_BLOCKED_BY_CRIMINAL_LAW" => "legitimate interests are not enough under criminal law",
        "OBJECTION" => "they objected",
        "MINOR_GUARDIAN_MISSING" => "a minor, and no guardian has agreed",
        "MINOR_OF_CONSENT_AGE" => "a minor old enough to agree",
        "MINOR_RETENTION" => "kept longer because of a minor",
        "BIOMETRIC_CONSENT_MISSING" => "no consent to biometrics",
        "EMPLOYER_CONSENT_NOT_FREE" => "consent towards an employer is not free",
        "PURPOSE_NOT_CONSENTED" => "not agreed to for this purpose",
        "RETENTION_MIN_ACTIVE" => "it has to be kept still",
        "RETENTION_MIN_ELAPSED" => "it no longer has to be kept",
        "RETENTION_MAX_REACHED" => "it may not be kept any longer",
        "LEGAL_HOLD" => "a legal hold",
        "RESTRICTION_REQUESTED" => "they asked for restriction",
        "ERASURE_REQUESTED" => "they asked for erasure",
        "UNLAWFUL_CAPTURE" => "it should not have been recorded",
        "SAD_IN_AUDIO" => "a card’s code is in the sound",
        "STATUTORY_EXEMPTION_OFF" => "the statute’s exemption is not used",
        _ => code,
    };
}
