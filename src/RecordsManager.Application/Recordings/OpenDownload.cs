using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MediatR;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain;
using RecordsManager.Domain.Organizations;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Recordings;

/// <summary>
/// What a file of the recording would hold, for who may take one: the mix and the scenes that are played, and nothing else. It is asked
/// anew while the file is given, so that what stops a player stops a download.
/// </summary>
public static class OpenDownload
{
    /// <param name="Link">The share link through which it is asked, or null for somebody signed in.</param>
    [Requires(Permission.None)]
    public sealed record Query(RecordingId Recording, ShareLinkId? Link, DownloadContent Content) : IQuery<Result<View>>;

    /// <param name="Tracks">The picture before the sound.</param>
    /// <param name="FromNs">What the file calls second zero.</param>
    /// <param name="Until">When it ends without anything that changes: the link's expiry. Null: never.</param>
    /// <param name="Tag">Names these bytes: another for whatever is made anew, and the same on every node.</param>
    /// <param name="About">Bytes; the file is a little smaller or larger.</param>
    public sealed record View(IReadOnlyList<IReadOnlyList<OpenRendition.Part>> Tracks, long FromNs, DateTimeOffset StartedAt, DateTimeOffset? Until, string Tag, long About);

    internal sealed class Handler(IReadDb db, PlaybackGate gate, RenditionReader renditions, ICurrentActor actor) : IRequestHandler<Query, Result<View>>
    {
        /// <summary>Of the layout: a change of it makes other bytes of the same objects.</summary>
        private const string Layout = "1";

        public async Task<Result<View>> Handle(Query query, CancellationToken cancellationToken)
        {
            var ct = cancellationToken;
            var opened = await gate.Open(query.Recording, query.Link, ct);
            if (opened.Error is { } refused)
            {
                return refused;
            }

            var (recording, link) = opened.Value;
            if (!(link?.GivesDownloads ?? actor.May(Permission.RecordingsDownload)))
            {
                return PlaybackErrors.DownloadNotAllowed;
            }

            if (link is not null && await db.WatermarkPolicies.AnyAsync(p => p.ShownTo != WatermarkAudience.Nobody, ct))
            {
                return PlaybackErrors.DownloadNotAllowed; // a file has no watermark
            }

            var ofTheirOwn = link is not null && recording.IsSharedInPart;
            DerivativeKind[] kinds = query.Content == DownloadContent.Sound ? [DerivativeKind.Mix] : [DerivativeKind.Scene, DerivativeKind.Mix];
            var planned = await db.Derivatives.Where(d => d.Recording == recording.Id && d.ForRecipients == ofTheirOwn && kinds.Contains(d.Kind)).Select(d => d.Kind).Distinct().ToListAsync(ct);
            if (!planned.Contains(kinds[0]))
            {
                return recording.PlannedVersion == recording.PlayVersion ? RecordingErrors.NotFound : PlaybackErrors.Changing; // nobody's picture, or nobody's sound
            }

            List<OpenRendition.View> tracks = [];
            foreach (var kind in kinds.Where(planned.Contains))
            {
                var made = await renditions.Of(opened.Value, kind, participant: null, track: null, height: null, ct);
                if (made.Error is { } missing)
                {
                    return missing;
                }

                tracks.Add(made.Value);
            }

            var parts = tracks.ConvertAll(t => t.Parts);
            return new View(parts, tracks[0].FromNs, recording.StartedAt, link?.ExpiresAt, Tag(parts), parts.Sum(t => t.Sum(p => p.Rendition.Fragments.Sum(f => (long)f.Length))));
        }

        private static string Tag(List<IReadOnlyList<OpenRendition.Part>> tracks) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            Layout + string.Join('|', tracks.Select(t => string.Join(',', t.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Object}:{p.First}+{p.Rendition.Fragments.Count}"))))))))[..32];
    }
}

public enum DownloadContent
{
    /// <summary>Everybody's picture, with the sound where there is one.</summary>
    Movie,

    /// <summary>Everybody's sound.</summary>
    Sound,
}
