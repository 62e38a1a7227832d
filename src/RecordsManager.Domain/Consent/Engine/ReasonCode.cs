namespace RecordsManager.Domain.Consent.Engine;

/// <summary>The codes of consent-model.md section 8. Public: exports, scenario files and the API carry them.</summary>
public static class ReasonCode
{
    public const string ConsentOk = "CONSENT_OK";
    public const string ConsentMissing = "CONSENT_MISSING";
    public const string ConsentRefused = "CONSENT_REFUSED";
    public const string ConsentWithdrawn = "CONSENT_WITHDRAWN";
    public const string ConsentStaleVersion = "CONSENT_STALE_VERSION";
    public const string ConsentAfterStart = "CONSENT_AFTER_START";
    public const string OtherPartyMissing = "OTHER_PARTY_MISSING";
    public const string ImpliedAccepted = "IMPLIED_ACCEPTED";
    public const string ImpliedNotAccepted = "IMPLIED_NOT_ACCEPTED";
    public const string NoticeOk = "NOTICE_OK";
    public const string NoticeMissing = "NOTICE_MISSING";
    public const string AnnouncementNotRecorded = "ANNOUNCEMENT_NOT_RECORDED";
    public const string BeepToneOk = "BEEP_TONE_OK";
    public const string NoticeLanguageMismatch = "NOTICE_LANGUAGE_MISMATCH";
    public const string OnePartyOk = "ONE_PARTY_OK";
    public const string OrgPolicyStricter = "ORG_POLICY_STRICTER";
    public const string AdminOverride = "ADMIN_OVERRIDE";
    public const string DisputedSafeDefault = "DISPUTED_SAFE_DEFAULT";
    public const string StrictestWins = "STRICTEST_WINS";
    public const string UnknownLocationStrictest = "UNKNOWN_LOCATION_STRICTEST";
    public const string LateJoinerPending = "LATE_JOINER_PENDING";
    public const string LegalObligation = "LEGAL_OBLIGATION";
    public const string LegalObligationNotExempt = "LEGAL_OBLIGATION_NOT_EXEMPT";
    public const string LegitimateInterestsOk = "LEGITIMATE_INTERESTS_OK";
    public const string LegitimateInterestsBlocked = "LEGITIMATE_INTERESTS_BLOCKED_BY_CRIMINAL_LAW";
    public const string Objection = "OBJECTION";
    public const string MinorGuardianMissing = "MINOR_GUARDIAN_MISSING";
    public const string MinorOfConsentAge = "MINOR_OF_CONSENT_AGE";
    public const string MinorRetention = "MINOR_RETENTION";
    public const string BiometricConsentMissing = "BIOMETRIC_CONSENT_MISSING";
    public const string EmployerConsentNotFree = "EMPLOYER_CONSENT_NOT_FREE";
    public const string PurposeNotConsented = "PURPOSE_NOT_CONSENTED";
    public const string RetentionMinActive = "RETENTION_MIN_ACTIVE";
    public const string RetentionMinElapsed = "RETENTION_MIN_ELAPSED";
    public const string RetentionMaxReached = "RETENTION_MAX_REACHED";
    public const string LegalHold = "LEGAL_HOLD";
    public const string RestrictionRequested = "RESTRICTION_REQUESTED";
    public const string ErasureRequested = "ERASURE_REQUESTED";
    public const string UnlawfulCapture = "UNLAWFUL_CAPTURE";
    public const string SadInAudio = "SAD_IN_AUDIO";
    public const string StatutoryExemptionOff = "STATUTORY_EXEMPTION_OFF";
}
