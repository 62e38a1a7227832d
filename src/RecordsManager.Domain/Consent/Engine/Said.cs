using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Consent.Engine;

/// <summary>What one participant was told and answered, and whether an answer counts.</summary>
internal sealed record Said
{
    private const int Majority = 18;

    /// <summary>The last of granted, refused, withdrawn, objected.</summary>
    public ConsentEventKind? Answer { get; private init; }

    /// <summary>An affirmative answer that counts as consent.</summary>
    public bool Agrees => Answer == ConsentEventKind.Granted && IsValid;

    /// <summary>False where what they say cannot bind them: a minor alone, a notice in a language not theirs.</summary>
    public bool IsValid { get; private init; } = true;

    /// <summary>Of the recording, in a language that they chose.</summary>
    public bool WasTold { get; private init; }

    /// <summary>What is wrong with the notice of who was not told.</summary>
    public string NoticeGap { get; private init; } = ReasonCode.NoticeMissing;

    public bool ToldOnRecording { get; private init; }

    public bool Stayed { get; private init; }

    public bool Beeped { get; private init; }

    public MediaKinds Media { get; private init; } = MediaKinds.All;

    /// <summary>Of the consent; null where it names none.</summary>
    public IReadOnlyList<string>? Purposes { get; private init; }

    public DateTimeOffset? GrantedAt { get; private init; }

    /// <summary>Whether somebody had agreed before the last answer: then a no takes something back.</summary>
    public bool HadAgreed { get; private init; }

    /// <summary>Why an answer does not count, or what is worth knowing although it does.</summary>
    public IReadOnlyList<Reason> Remarks { get; private init; } = [];

    public bool Covers(string purpose) => Purposes is null || Purposes.Contains(purpose, StringComparer.Ordinal);

    public static Said By(AskedParticipant participant, IEnumerable<ConsentFact> events, RulePack pack, ConsentTerms terms, ApplicableLaw law)
    {
        // Not by ConsentOrder: windows move what was said to other times, and its order stays.
        var all = events.OrderBy(e => e.At).ThenBy(e => e.Order).ToList();
        var own = all.Where(e => !e.ForMinor).ToList();
        var (answer, media, purposes) = Standing(own.Where(e => e.IsAnswer));
        var notices = own.Where(e => e.Kind is ConsentEventKind.Notified or ConsentEventKind.Acknowledged || (e.Kind == ConsentEventKind.Granted && e.NoticeVersion is not null)).ToList();
        List<Reason> remarks = [];
        var mismatch = Mismatch(participant, notices);
        var wantsNotice = law.Model >= ConsentModel.Notice || terms.AnnounceAlways;
        var binds = true;
        if (answer?.Kind == ConsentEventKind.Granted)
        {
            binds = Binds(participant, answer, notices, all, pack, terms, law, remarks);
        }
        else if (mismatch && wantsNotice)
        {
            remarks.Add(new Reason(ReasonCode.NoticeLanguageMismatch, null, null, participant.Id));
            binds = false;
        }

        if (IsMinor(participant, pack) && law.Model >= ConsentModel.AllParty)
        {
            var guardian = Standing(all.Where(e => e.ForMinor && e.IsAnswer));
            (media, purposes) = (media & guardian.Media, Both(purposes, guardian.Purposes));
            if (guardian.Answer?.Kind != ConsentEventKind.Granted)
            {
                binds = false;
                if (!remarks.Exists(r => r.Code == ReasonCode.MinorGuardianMissing))
                {
                    remarks.Add(new Reason(ReasonCode.MinorGuardianMissing, Place(participant), null, participant.Id));
                }
            }
        }

        return new Said
        {
            Answer = answer?.Kind,
            IsValid = binds,
            WasTold = notices.Count > 0 && !mismatch,
            NoticeGap = mismatch ? ReasonCode.NoticeLanguageMismatch : ReasonCode.NoticeMissing,
            ToldOnRecording = notices.Exists(n => n.NoticeOnRecording),
            Stayed = own.Exists(e => e.Kind is ConsentEventKind.Continued or ConsentEventKind.Acknowledged),
            Beeped = own.Exists(e => e.Kind == ConsentEventKind.BeepTone),
            Media = media,
            Purposes = answer?.Kind == ConsentEventKind.Granted ? purposes : null,
            GrantedAt = own.FirstOrDefault(e => e.Kind == ConsentEventKind.Granted)?.At,
            HadAgreed = own.Exists(e => e.Kind == ConsentEventKind.Granted && e != answer),
            Remarks = remarks,
        };
    }

    /// <summary>The last answer; a no to some media, or to purposes beside the recording itself, leaves the rest of the yes standing.</summary>
    private static (ConsentFact? Answer, MediaKinds Media, IReadOnlyList<string>? Purposes) Standing(IEnumerable<ConsentFact> answers)
    {
        ConsentFact? answer = null;
        var media = MediaKinds.All;
        IReadOnlyList<string>? purposes = null;
        foreach (var next in answers)
        {
            if (answer?.Kind == ConsentEventKind.Granted && next.IsNoToPurposes)
            {
                purposes = [.. (purposes ?? Purpose.All).Except(next.Purposes!, StringComparer.Ordinal)];
            }
            else if (answer?.Kind == ConsentEventKind.Granted && next.Kind != ConsentEventKind.Granted && (media & ~next.Media) != MediaKinds.None)
            {
                media &= ~next.Media;
            }
            else
            {
                (answer, media, purposes) = (next, next.Kind == ConsentEventKind.Granted ? next.Media : MediaKinds.All, next.Purposes);
            }
        }

        return (answer, media, purposes);
    }

    /// <summary>A minor's word and their guardian's: what both cover. Null is everything.</summary>
    private static IReadOnlyList<string>? Both(IReadOnlyList<string>? own, IReadOnlyList<string>? guardian) =>
        own is null || guardian is null ? own ?? guardian : [.. own.Intersect(guardian, StringComparer.Ordinal)];

    /// <summary>Section 4: what makes a yes no consent.</summary>
    private static bool Binds(
        AskedParticipant participant, ConsentFact yes, List<ConsentFact> notices, List<ConsentFact> all, RulePack pack, ConsentTerms terms, ApplicableLaw law, List<Reason> remarks)
    {
        var binds = true;
        if (yes.Purposes is { } purposes && terms.RequiredPurposes.Any(required => !purposes.Contains(required, StringComparer.Ordinal)))
        {
            binds = No(ReasonCode.PurposeNotConsented);
        }

        if (yes.NoticeVersion is { } version && notices.Exists(n => n.Kind != ConsentEventKind.Granted) && notices.FindLast(n => n.Kind != ConsentEventKind.Granted)!.NoticeVersion is { } shown && shown != version)
        {
            binds = No(ReasonCode.ConsentStaleVersion);
        }

        if ((law.Model >= ConsentModel.Notice || terms.AnnounceAlways) && Mismatch(participant, notices))
        {
            binds = No(ReasonCode.NoticeLanguageMismatch);
        }

        // EDPB 05/2020 para 21: an employee's consent is presumed not to be free, unless a no would have had no effect.
        if (law.Model >= ConsentModel.ExplicitOptIn && yes.FreelyGiven != true && (yes.FreelyGiven == false || string.Equals(participant.Role, "employee", StringComparison.OrdinalIgnoreCase)))
        {
            binds = No(ReasonCode.EmployerConsentNotFree);
        }

        if (IsMinor(participant, pack))
        {
            if (!GuardianAgrees(all))
            {
                binds = law.Model < ConsentModel.AllParty ? binds : No(ReasonCode.MinorGuardianMissing);
            }
        }
        else if (participant.Age == AgeBand.Child)
        {
            remarks.Add(new Reason(ReasonCode.MinorOfConsentAge, Place(participant), null, participant.Id));
        }

        return binds;

        bool No(string code)
        {
            remarks.Add(new Reason(code, code == ReasonCode.MinorGuardianMissing ? Place(participant) : null, null, participant.Id));
            return false;
        }
    }

    /// <summary>By their last word: a guardian can take it back like anybody.</summary>
    private static bool GuardianAgrees(List<ConsentFact> all) =>
        Standing(all.Where(e => e.ForMinor && e.IsAnswer)).Answer?.Kind == ConsentEventKind.Granted;

    /// <summary>Below the digital age of consent of any of their places, or of majority where there is none; a pupil of unknown age counts as one.</summary>
    internal static bool IsMinor(AskedParticipant participant, RulePack pack)
    {
        if (participant.Age == AgeBand.Adult || (participant.Age == AgeBand.Unknown && participant.AgeYears is null && !IsChildsRole(participant.Role)))
        {
            return false;
        }

        var places = participant.Locations.Count == 0 ? [RulePack.Unknown] : participant.Locations;
        return participant.AgeYears is not { } years || places.Any(place => years < AgeOfConsent(pack, place));
    }

    private static int AgeOfConsent(RulePack pack, string place) => place switch
    {
        "US-AL" or "US-NE" => 19, // majority, where the law knows no digital age (jurisdictions.json, minorsRule)
        "US-MS" => 21,
        _ => pack.Of(place).Select(r => r.DigitalConsentAge).FirstOrDefault(age => age is not null) ?? Majority,
    };

    /// <summary>Under age, whatever a law lets them agree to by themselves: for keeping, and for what is not done to children.</summary>
    internal static bool IsUnderAge(AskedParticipant participant) => participant.AgeYears is { } years
        ? years < Majority
        : participant.Age == AgeBand.Child || (participant.Age == AgeBand.Unknown && IsChildsRole(participant.Role));

    private static bool IsChildsRole(string? role) => role?.ToLowerInvariant() is "student" or "pupil" or "child" or "minor" or "paediatric-patient";

    /// <summary>No notice was in their language. An answer says in which language it was given, and counts where no notice came before it.</summary>
    private static bool Mismatch(AskedParticipant participant, List<ConsentFact> notices)
    {
        var shown = notices.Exists(n => n.Kind != ConsentEventKind.Granted) ? notices.FindAll(n => n.Kind != ConsentEventKind.Granted) : notices;
        return participant.Language is { } theirs && shown.Count > 0 && shown.TrueForAll(n => n.Language is { } language && !LanguageTag.Serves(language, theirs));
    }

    private static string? Place(AskedParticipant participant) => participant.Locations is [var first, ..] ? first : RulePack.Unknown;
}
