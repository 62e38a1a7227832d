using RecordsManager.Domain;
using RecordsManager.Domain.Consent;

namespace RecordsManager.Application.Consent;

/// <summary>
/// What a yes by telephone needs so that it can be shown later: what was asked, in which words, and where the answer can be
/// heard. A no needs nothing of it: refusing must never be harder than agreeing.
/// </summary>
internal static class PhoneAnswer
{
    public const string Spoken = "spoken";
    public const string Keyed = "dtmf";

    public static Error? Refusal(RecordConsent.Command command, Notice? notice)
    {
        if (command.Notice is not null && notice is null)
        {
            return ConsentErrors.NoticeNotFound;
        }

        if (command.Outcome is not null && command.Kind != ConsentEventKind.Notified)
        {
            return ConsentErrors.OutcomeIsNoAnswer;
        }

        if (!command.IsYes || command.Method is not (Spoken or Keyed))
        {
            return null;
        }

        return string.IsNullOrWhiteSpace(command.EvidenceReference) ? ConsentErrors.EvidenceMissing
            : notice is null ? ConsentErrors.NoticeMissing
            : command.Method == Keyed && command.Digit is null ? ConsentErrors.DigitMissing
            : command.Method == Keyed && string.IsNullOrWhiteSpace(command.PromptId) ? ConsentErrors.PromptMissing
            : null;
    }
}
