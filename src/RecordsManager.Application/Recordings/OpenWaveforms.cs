using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Recordings;

/// <summary>How loud each person is over the timeline. It is made of their speech, so it is read as media are: behind the gate, and noted before.</summary>
public static class OpenWaveforms
{
    public const int PeaksPerSecond = 10;

    /// <summary>A peak below this is silence.</summary>
    public const int Silence = 6;

    /// <summary>Nobody may be heard, or nothing is drawn yet.</summary>
    public static readonly IReadOnlyDictionary<ParticipantId, byte[]> None = new Dictionary<ParticipantId, byte[]>();

    /// <param name="Link">The share link through which it is asked, or null for somebody signed in.</param>
    [Requires(Permission.None)]
    public sealed record Query(RecordingId Recording, ShareLinkId? Link) : IQuery<Result<View>>;

    /// <param name="Peaks">One value of 0 to 255 for each 1/10 s; of whoever may be played and whose waveform is made.</param>
    public sealed record View(IReadOnlyDictionary<ParticipantId, byte[]> Peaks);

    internal sealed class Handler(IReadDb db, PlaybackGate gate, IObjectVault vault, ICurrentActor actor) : IRequestHandler<Query, Result<View>>
    {
        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            var opened = await gate.Open(query.Recording, query.Link, cancellationToken);
            if (opened.Error is { } refused)
            {
                return refused;
            }

            var recording = opened.Value.Recording;
            if (recording.PlannedVersion != recording.PlayVersion)
            {
                return PlaybackErrors.Changing; // they were drawn for another consent
            }

            var playable = opened.Value.Playable.Select(t => t.Id).ToHashSet();
            var waveforms = await db.Derivatives
                .Where(d => d.Recording == query.Recording && d.Kind == DerivativeKind.Waveform && d.State == DerivativeState.Ready)
                .ToListAsync(cancellationToken);
            Dictionary<ParticipantId, byte[]> peaks = [];
            foreach (var waveform in waveforms.Where(w => w.Tracks.All(playable.Contains)))
            {
                if (await Read(waveform.Object!.Value, cancellationToken) is { } read)
                {
                    peaks[waveform.Participant!.Value] = Within(opened.Value.Link?.Range, read);
                }
            }

            return new View(peaks);
        }

        /// <summary>Those tenths of a second that lie wholly in the part.</summary>
        private static byte[] Within(Stretch? range, byte[] peaks)
        {
            const long Tenth = 1_000_000_000 / PeaksPerSecond;
            return range is { } part
                ? peaks[(int)Math.Min(peaks.Length, (part.FromNs + Tenth - 1) / Tenth)..(int)Math.Min(peaks.Length, Math.Max(part.ToNs / Tenth, (part.FromNs + Tenth - 1) / Tenth))]
                : peaks;
        }

        private async Task<byte[]?> Read(MediaObjectId id, CancellationToken ct)
        {
            try
            {
                await using var reader = await vault.Open(actor.Organization, id, ct);
                var peaks = new byte[reader.Length];
                var at = 0;
                while (at < peaks.Length)
                {
                    at += await reader.Read(at, peaks.AsMemory(at), ct);
                }

                return peaks;
            }
            catch (ObjectUnreadableException unreadable) when (unreadable.Reason != UnreadableReason.Damaged)
            {
                return null; // erased between the plan and this look
            }
        }
    }
}
