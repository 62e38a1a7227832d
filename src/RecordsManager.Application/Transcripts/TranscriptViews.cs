using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Application.Transcripts;

/// <param name="Version">For who edits or approves it.</param>
public sealed record TranscriptView(
    TranscriptId Id, string Language, TranscriptSource Source, TranscriptState State, DateTimeOffset? ApprovedAt, int Version, IReadOnlyList<TranscriptLineView> Lines)
{
    public bool IsDraft => State == TranscriptState.Draft;

    public IEnumerable<Formats.ReadLine> Shown => Lines.Where(l => l.Text is not null).Select(l => new Formats.ReadLine(l.Speaker.DisplayName, l.FromMs, l.ToMs, l.Text!));
}

/// <param name="Text">Null when withheld.</param>
public sealed record TranscriptLineView(TranscriptLineId Id, ParticipantId Participant, PersonName Speaker, long FromMs, long ToMs, string? Text);

/// <summary>Opens lines for who may read them.</summary>
internal sealed class TranscriptViews(IReadDb db, PersonNames names, IObjectRows rows, ICurrentActor actor)
{
    /// <param name="throughLink">As who watches through a share link sees it: nothing of those who agreed to no sharing.</param>
    public async Task<TranscriptView> Of(Recording recording, Transcript transcript, bool throughLink, CancellationToken ct)
    {
        var lines = await db.TranscriptLines.Where(l => l.Transcript == transcript.Id).OrderBy(l => l.FromMs).ThenBy(l => l.Id).ToListAsync(ct);
        return new TranscriptView(
            transcript.Id, transcript.Language, transcript.Source, transcript.State, transcript.ApprovedAt, transcript.Version, await Of(recording, lines, throughLink, ct));
    }

    /// <summary>Lines whose key is gone are left out: they are about to be deleted.</summary>
    public async Task<IReadOnlyList<TranscriptLineView>> Of(Recording recording, IReadOnlyList<TranscriptLine> lines, bool throughLink, CancellationToken ct)
    {
        var persons = lines.Select(l => l.Speaker).Distinct().ToList();
        var people = await names.Of(persons, ct);
        var keys = persons.Zip(await rows.PersonKeys(actor.Organization, persons, ct)).ToDictionary(k => k.First, k => k.Second);
        List<TranscriptLineView> shown = [];
        foreach (var line in lines.Where(l => keys[l.Speaker] is not null))
        {
            var mayShow = recording.MayShowWords(line.Participant, line.Extent, throughLink);
            var text = mayShow ? await names.OpenText(line.Speaker, keys[line.Speaker], TranscriptWriter.Context + line.Id, line.SealedText, ct) : null;
            if (text is not null || !mayShow)
            {
                shown.Add(new TranscriptLineView(line.Id, line.Participant, people[line.Speaker], line.FromMs, line.ToMs, text));
            }
        }

        return shown;
    }
}
