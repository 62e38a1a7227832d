using System.Text;
using RecordsManager.Application.People;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Application.Transcripts;

/// <summary>Writes lines: each sealed under the key of who spoke, with the marks of its words.</summary>
internal sealed class TranscriptWriter(IWriteDb db, IPersonCipher cipher, IObjectRows rows, WordIndex index, TimeProvider clock)
{
    public const string Context = "transcript-line";

    /// <param name="Text">One line, not empty.</param>
    public sealed record Line(Participant Speaker, long FromMs, long ToMs, string Text);

    /// <returns>How many were written: of whom was erased meanwhile, none.</returns>
    public async Task<int> Write(Transcript transcript, IReadOnlyCollection<Line> lines, CancellationToken ct)
    {
        var persons = lines.Select(l => l.Speaker.Person).Distinct().ToList();
        var keys = persons.Zip(await rows.PersonKeys(transcript.Organization, persons, ct)).ToDictionary(k => k.First, k => k.Second);
        var written = 0;
        foreach (var line in lines)
        {
            if (keys[line.Speaker.Person] is not { } key)
            {
                continue;
            }

            var id = TranscriptLineId.New(clock.GetUtcNow());
            var text = await cipher.Seal(transcript.Organization, line.Speaker.Person, key, Context + id, Encoding.UTF8.GetBytes(line.Text), ct);
            db.Add(new TranscriptLine(id, transcript, line.Speaker, line.FromMs, line.ToMs, text));
            foreach (var mark in await index.Of(transcript.Recording, id.Value, line.Text, ct))
            {
                db.Add(mark);
            }

            written++;
        }

        return written;
    }
}
