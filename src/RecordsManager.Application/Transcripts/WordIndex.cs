using System.Buffers.Binary;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Transcripts;

namespace RecordsManager.Application.Transcripts;

/// <summary>Makes the marks by which words are found without being written down.</summary>
internal sealed class WordIndex(IOrganizationCipher cipher, ICurrentActor actor)
{
    private const string Purpose = "spoken-word";

    private readonly Dictionary<string, long> _known = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<WordMark>> Of(RecordingId recording, Guid item, string text, CancellationToken ct)
    {
        List<WordMark> marks = [];
        foreach (var mark in await Of(WordForms.Of(text), ct))
        {
            marks.Add(new WordMark(actor.Organization, recording, item, mark));
        }

        return marks;
    }

    /// <param name="words">In the form of <see cref="WordForms"/>.</param>
    /// <returns>Each once.</returns>
    public async Task<IReadOnlyCollection<long>> Of(IReadOnlyCollection<string> words, CancellationToken ct)
    {
        HashSet<long> marks = [];
        foreach (var word in words)
        {
            if (!_known.TryGetValue(word, out var mark))
            {
                mark = BinaryPrimitives.ReadInt64BigEndian(await cipher.BlindIndex(actor.Organization, Purpose, word, ct));
                _known[word] = mark;
            }

            marks.Add(mark);
        }

        return marks;
    }
}
