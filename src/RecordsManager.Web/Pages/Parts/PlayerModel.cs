using RecordsManager.Application.Learning;
using RecordsManager.Application.Recordings;
using RecordsManager.Application.Transcripts;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Web.Pages.Parts;

/// <summary>What the player, its lanes and its chat are drawn from; the same for the product's page and for a share link.</summary>
/// <param name="MediaBase">Where the playlists lie.</param>
/// <param name="Waveforms">Peaks, of whoever they may be shown; of nobody while their reading cannot be noted.</param>
/// <param name="ForRecipient">A recipient sees that a part is missing, and not whose.</param>
/// <param name="Words">What was said; null where there is nothing that may be shown.</param>
/// <param name="Learning">Whether who watches is asked for learning signals; null: nobody is.</param>
public sealed record PlayerModel(CallView Call, string MediaBase, IReadOnlyDictionary<ParticipantId, byte[]> Waveforms, TranscriptView? Words, bool ForRecipient, AskLearning.View? Learning)
{
    /// <summary>Who watches and when they opened the page, to stand over the picture; null: it says nothing.</summary>
    public string? Watermark { get; init; }

    public IReadOnlyList<LaneView> Lanes { get; } = ForRecipient ? [.. Call.Lanes.Where(l => l.State == LaneState.Cleared)] : Call.Lanes;

    public IReadOnlyList<ChatView> Chat { get; } = ForRecipient ? [.. Call.Chat.Where(m => m.Text is not null)] : Call.Chat;

    public IReadOnlyList<TranscriptLineView> Lines { get; } = Words is null ? [] : ForRecipient ? [.. Words.Lines.Where(l => l.Text is not null)] : Words.Lines;

    /// <summary>The picture is there, as far as anybody's may be seen.</summary>
    public bool IsWhole => Call.Readiness == Readiness.Whole;

    /// <summary>How many people's part a recipient does not get.</summary>
    public int Missing => Call.Lanes.Count(l => l.State is not (LaneState.Cleared or LaneState.NoMedia));
}
