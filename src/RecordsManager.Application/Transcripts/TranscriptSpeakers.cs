using RecordsManager.Application.People;
using RecordsManager.Application.Transcripts.Formats;
using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Application.Transcripts;

/// <summary>Finds whose each line of a file is. A line of nobody is refused: only a person's key could seal it.</summary>
internal sealed class TranscriptSpeakers(PersonNames names)
{
    /// <param name="whole">Whose the whole file is; null: the file names them.</param>
    /// <param name="told">Who is meant by a name, said by hand.</param>
    public async Task<Result<IReadOnlyList<TranscriptWriter.Line>>> Assign(
        Recording recording, IReadOnlyList<ReadLine> lines, ParticipantId? whole, IReadOnlyDictionary<string, ParticipantId>? told, CancellationToken ct)
    {
        if (whole is { } one)
        {
            return recording.FindParticipant(one) is { } speaker
                ? lines.Select(l => new TranscriptWriter.Line(speaker, l.FromMs, l.ToMs, l.Text)).ToList()
                : RecordingErrors.ParticipantNotFound;
        }

        var known = await Known(recording, ct);
        foreach (var (name, id) in told ?? new Dictionary<string, ParticipantId>(StringComparer.Ordinal))
        {
            if (recording.FindParticipant(id) is not { } meant)
            {
                return RecordingErrors.ParticipantNotFound;
            }

            known[name] = meant;
        }

        var unknown = lines.Select(l => l.Speaker ?? "").Distinct(StringComparer.OrdinalIgnoreCase).Where(n => !known.ContainsKey(n)).ToList();
        return unknown.Count > 0
            ? TranscriptErrors.SpeakerUnknown(Say(unknown))
            : lines.Select(l => new TranscriptWriter.Line(known[l.Speaker ?? ""], l.FromMs, l.ToMs, l.Text)).ToList();
    }

    /// <summary>Participants by the names under which they are shown, as far as only one has it.</summary>
    public async Task<Dictionary<string, Participant>> Known(Recording recording, CancellationToken ct)
    {
        var people = await names.Of(recording.Participants.Select(p => p.Person), ct);
        return recording.Participants.Where(p => !people[p.Person].IsErased)
            .GroupBy(p => people[p.Person].DisplayName, StringComparer.OrdinalIgnoreCase)
            .Where(g => g.Count() == 1)
            .ToDictionary(g => g.Key, g => g.Single(), StringComparer.OrdinalIgnoreCase);
    }

    private static string Say(List<string> unknown)
    {
        var named = unknown.Where(n => n.Length > 0).Take(20).ToList();
        return (named.Count > 0 ? $"Nobody in this call is called {string.Join(", ", named)}." : "") + (unknown.Contains("") ? (named.Count > 0 ? " " : "") + "There are lines of nobody." : "");
    }
}
