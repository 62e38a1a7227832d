using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>What is read out to somebody on the telephone before they answer. The answer is told with the notice named here.</summary>
public static class ShowPhonePrompt
{
    /// <param name="Language">BCP 47; null is the participant's own.</param>
    [Requires(Permission.ConsentRead)]
    public sealed record Query(RecordingId Recording, ParticipantId Participant, string? Language) : IQuery<Result<Prompt>>;

    /// <param name="Language">Of the words: English where there are none in the language asked for.</param>
    /// <param name="Sha256">Of the whole notice, of which the spoken words are a part; the consent event will name it.</param>
    /// <param name="Text">One sentence a line.</param>
    public sealed record Prompt(NoticeId Notice, int Version, string Language, string Sha256, string Text);

    internal sealed class Handler(IReadDb db) : IRequestHandler<Query, Result<Prompt>>
    {
        public async Task<Result<Prompt>> Handle(Query query, CancellationToken cancellationToken)
        {
            var recording = await db.Recordings.FirstOrDefaultAsync(r => r.Id == query.Recording, cancellationToken);
            var participant = recording?.FindParticipant(query.Participant);
            if (recording is null || participant is null)
            {
                return recording is null ? RecordingErrors.NotFound : RecordingErrors.ParticipantNotFound;
            }

            var wanted = query.Language ?? participant.Language ?? "en";
            var inForce = (await db.Notices.ToListAsync(cancellationToken)).GroupBy(n => n.Language).Select(versions => versions.MaxBy(n => n.Version)!).ToList();
            return inForce.Where(n => n.Spoken is not null && (LanguageTag.Serves(n.Language, wanted) || LanguageTag.Serves(n.Language, "en")))
                .OrderByDescending(n => n.Language == wanted).ThenByDescending(n => LanguageTag.Serves(n.Language, wanted)).FirstOrDefault() is { Spoken: { } spoken } notice
                ? new Prompt(notice.Id, notice.Version, notice.Language, notice.Sha256, spoken)
                : NoticeErrors.SpokenMissing;
        }
    }
}
