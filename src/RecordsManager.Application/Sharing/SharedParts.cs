using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Sharing;

/// <summary>
/// A part of a recording can be played in whole fragments only. It is widened until the sound that was asked for lies in it, and then to
/// fragments of the picture: what plays first is second zero of the player, and the picture does not end before the sound.
/// </summary>
internal sealed class SharedParts(IReadDb db, RenditionTables tables)
{
    /// <summary>As a link keeps it: to the millisecond, which is as exact as it can be said.</summary>
    public static Stretch? Asked(Stretch? part) => part is { } p ? new Stretch(Whole(p.FromNs), p.ToNs == Stretch.Always.ToNs ? p.ToNs : Whole(p.ToNs)) : null;

    /// <param name="asked">Up to the end where it ends with <see cref="Stretch.Always"/>.</param>
    /// <param name="speakers">Who alone is played, by their stems; null or nobody: everybody, by mix and scenes.</param>
    public async Task<Result<Stretch>> Widen(Recording recording, Stretch asked, IReadOnlyCollection<ParticipantId>? speakers, CancellationToken ct)
    {
        asked = asked.ToNs == Stretch.Always.ToNs ? asked with { ToNs = recording.DurationNs } : asked;
        if (asked.FromNs < 0 || asked.FromNs >= asked.ToNs || asked.FromNs >= recording.DurationNs || asked.ToNs > recording.DurationNs + 1_000_000_000)
        {
            return ShareErrors.RangeOutOfRange;
        }

        ParticipantId? voice = speakers is not { Count: > 0 } ? null
            : recording.Participants.OrderBy(p => p.Ordinal).First(p => speakers.Contains(p.Id) && recording.Tracks.Any(t => t.Participant == p.Id && t.Kind.IsAudio())).Id;
        var sound = await Fragments(recording, voice is null ? DerivativeKind.Mix : DerivativeKind.Stem, voice, ct);
        var picture = voice is null ? await Fragments(recording, DerivativeKind.Scene, null, ct) : [];
        var heard = sound.FindAll(f => f.FromNs < asked.ToNs && asked.FromNs < f.ToNs);
        // A picture that is made later could begin before the part, and what plays first would no longer be its second zero.
        var isAwaited = voice is null && await db.Derivatives.AnyAsync(d => d.Recording == recording.Id && d.Kind == DerivativeKind.Scene && d.ForRecipients == recording.IsSharedInPart && d.State != DerivativeState.Ready, ct);
        if (isAwaited || recording.PlannedVersion != recording.PlayVersion || (heard.Count == 0 && !picture.Exists(f => f.Covers(asked.FromNs))))
        {
            return ShareErrors.RangeNotReady;
        }

        var (from, to) = heard.Count > 0 ? (heard[0].FromNs, heard[^1].ToNs) : (asked.FromNs, asked.ToNs);
        var shown = picture.FindAll(f => f.FromNs < to && from < f.ToNs);
        return shown.Count > 0 ? new Stretch(Math.Min(from, shown[0].FromNs), Math.Max(to, shown[^1].ToNs)) : new Stretch(from, to);
    }

    private static long Whole(long ns) => (long)Math.Round(ns / 1e6) * 1_000_000;

    /// <summary>Of what recipients are given; in order. Empty until it is made.</summary>
    private async Task<List<Stretch>> Fragments(Recording recording, DerivativeKind kind, ParticipantId? voice, CancellationToken ct)
    {
        var ofTheirOwn = voice is null && recording.IsSharedInPart;
        var made = await db.Derivatives
            .Where(d => d.Recording == recording.Id && d.Kind == kind && d.Participant == voice && d.ForRecipients == ofTheirOwn && d.State == DerivativeState.Ready)
            .OrderBy(d => d.Ordinal).Select(d => d.Object!.Value).ToListAsync(ct);
        return [.. (await tables.Of(db, recording.Id, made, ct) ?? []).SelectMany(t => t.Fragments).Select(f => new Stretch(f.StartNs, f.StartNs + f.DurationNs))];
    }
}
