using System.Text;
using RecordsManager.Application.Keys;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Transcripts;
using RecordsManager.Domain.Chapters;
using RecordsManager.Domain.People;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Chapters;

/// <summary>
/// Seals and opens titles. What names a participant lies in one more seal for each of them, under their own key: erased with
/// them, whoever wrote it. Around all of it lies the organization's.
/// </summary>
internal sealed class ChapterTitles(PersonNames names, IPersonCipher people, IOrganizationCipher organization, IObjectRows rows, ICurrentActor actor)
{
    /// <summary>Shorter words of a name ("de", "van") stand in any title.</summary>
    private const int ShortestName = 3;

    /// <returns>Who is named in it, in the order of the seals.</returns>
    public async Task<(byte[] Sealed, IReadOnlyList<PersonId> Named)> Seal(Recording recording, ChapterId id, string title, CancellationToken ct)
    {
        var named = await Named(recording, title, ct);
        var keys = await rows.PersonKeys(actor.Organization, named, ct);
        var (text, context) = (Encoding.UTF8.GetBytes(title), SealedContexts.ChapterTitle(id));
        for (var i = 0; i < named.Count; i++)
        {
            // Erased in this moment: sealed under nothing that could be opened is as good as not written, and it is not written.
            text = keys[i] is { } key ? await people.Seal(actor.Organization, named[i], key, context, text, ct) : throw new ObjectUnreadableException(UnreadableReason.KeyDestroyed);
        }

        return (await organization.Seal(actor.Organization, context, text, ct), named);
    }

    /// <returns>Null: somebody whom it names is erased.</returns>
    public async Task<string?> Open(Chapter chapter, CancellationToken ct)
    {
        var context = SealedContexts.ChapterTitle(chapter.Id);
        var keys = await rows.PersonKeys(actor.Organization, chapter.Named, ct);
        if (keys.Any(k => k is null))
        {
            return null;
        }

        try
        {
            var text = await organization.Open(actor.Organization, context, chapter.SealedTitle, ct);
            for (var i = chapter.Named.Count - 1; i >= 0; i--)
            {
                text = await people.Open(actor.Organization, chapter.Named[i], keys[i]!, context, text, ct);
            }

            return Encoding.UTF8.GetString(text);
        }
        catch (ObjectUnreadableException unreadable) when (unreadable.Reason == UnreadableReason.KeyDestroyed)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<PersonId>> Named(Recording recording, string title, CancellationToken ct)
    {
        var words = WordForms.Of(title).ToHashSet(StringComparer.Ordinal);
        var called = await names.Of(recording.Participants.Select(p => p.Person), ct);
        return [.. called.Values.Where(n => !n.IsErased && Names(WordForms.Of(n.DisplayName), words)).Select(n => n.Person)];
    }

    private static bool Names(IReadOnlyList<string> name, HashSet<string> words) =>
        name.Count > 0 && (name.All(words.Contains) || name.Any(n => n.Length >= ShortestName && n.Any(char.IsLetter) && words.Contains(n)));
}
