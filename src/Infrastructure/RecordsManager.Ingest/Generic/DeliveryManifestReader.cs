using System.Text.RegularExpressions;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Ingest.Generic;

/// <summary>Reads and validates the document alone; <see cref="DeclaredFiles"/> holds it against what was delivered.</summary>
internal sealed partial class DeliveryManifestReader
{
    public const string Schema = "recman.delivery/1";

    /// <summary>Members whose meaning a producer may insist on with "critical".</summary>
    private static readonly HashSet<string> Understood =
        ["schema", "delivery_id", "revision", "source", "session", "clocks", "participants", "tracks", "files", "artifacts", "completeness"];

    /// <summary>No call lasts longer; such a time stamp is a mistake.</summary>
    private const long LongestNs = 7 * 24 * 3600 * 1_000_000_000L;

    private readonly Node _root;
    private readonly List<string> _ignored = [];
    private readonly Dictionary<string, DeclaredParticipant> _participants = [];
    private readonly Dictionary<string, DeclaredFile> _files = [];
    private readonly HashSet<string> _connections = [];
    private readonly HashSet<string> _excused = [];
    private readonly HashSet<string> _usedFiles = [];
    private readonly Clocks _clocks;

    private DeliveryManifestReader(Node root)
    {
        _root = root;
        _clocks = new Clocks(root);
    }

    public static DeliveryManifest Read(Node root)
    {
        if (root.Text("schema") is var schema && schema != Schema)
        {
            throw new RefusedDeliveryException(IngestErrors.SchemaUnknown(schema));
        }

        foreach (var critical in root.Items("critical").Where(c => !Understood.Contains(c.Text())))
        {
            throw critical.Malformed($"'{IngestErrors.Short(critical.Text())}' is marked critical and is not understood");
        }

        return new DeliveryManifestReader(root).Read();
    }

    private DeliveryManifest Read()
    {
        var session = _root.Required("session");
        if (session.IsTrue("e2ee"))
        {
            throw new RefusedDeliveryException(IngestErrors.EndToEndEncrypted("manifest.json at /session/e2ee"));
        }

        var started = session.Required("started_at").UnixNs();
        var ended = session.Optional("ended_at")?.UnixNs();
        if (ended < started)
        {
            throw session.Required("ended_at").Malformed("lies before started_at");
        }

        var external = session.Text("external_id");
        var instance = session.OptionalText("instance_id");
        var reasons = Reasons();
        Participants();
        Files();
        var tracks = Tracks();
        return new DeliveryManifest(
            Source(),
            instance is null ? external : $"{external}/{instance}",
            session.OptionalText("conversation") ?? external,
            session.OptionalText("title") ?? external,
            started, ended, _clocks, [.. _participants.Values], tracks, _files, Chats(), reasons, _ignored);
    }

    private string Source()
    {
        var source = _root.Required("source");
        return source.OptionalText("instance") is { } instance ? $"{source.Text("system")}/{instance}" : source.Text("system");
    }

    private List<string> Reasons()
    {
        if (_root.Optional("completeness") is not { } completeness)
        {
            return [];
        }

        var state = completeness.Text("state");
        if (state == "open")
        {
            throw new RefusedDeliveryException(IngestErrors.StillOpen);
        }

        if (state is not ("complete" or "partial" or "failed"))
        {
            throw completeness.Required("state").Malformed("'open', 'complete', 'partial' or 'failed' is expected");
        }

        var reasons = new List<string>();
        foreach (var reason in completeness.Items("reasons"))
        {
            reasons.Add(string.Join(": ", new[] { reason.Text("code"), reason.OptionalText("track"), reason.OptionalText("detail") }.OfType<string>()));
            if (reason.OptionalText("track") is { } track)
            {
                _excused.Add(track);
            }
        }

        return reasons;
    }

    private void Participants()
    {
        var identities = new HashSet<string>();
        foreach (var node in _root.Items("participants"))
        {
            var id = node.Text("id");
            var identity = node.OptionalText("identity") ?? id;
            if (!identities.Add(identity))
            {
                throw node.Malformed($"the identity '{IngestErrors.Short(identity)}' occurs twice; list one person once, with several connections");
            }

            if (node.OptionalText("location") is { } location && !Iso3166().IsMatch(location))
            {
                throw node.Required("location").Malformed("an ISO 3166 code is expected, e.g. \"DE\" or \"US-CA\"");
            }

            var participant = new DeclaredParticipant(
                id, identity, node.OptionalText("display_name"), node.OptionalText("role"), node.OptionalText("location"),
                [.. node.Items("connections").Select(Stay)]);
            if (!_participants.TryAdd(id, participant))
            {
                throw node.Malformed($"the id '{IngestErrors.Short(id)}' occurs twice");
            }
        }
    }

    private DeclaredStay Stay(Node node)
    {
        var joined = node.Required("joined_ns").Ns();
        var left = node.OptionalNs("left_ns");
        if (left < joined)
        {
            throw node.Required("left_ns").Malformed("lies before joined_ns");
        }

        return node.OptionalText("id") is { } id && !_connections.Add(id)
            ? throw node.Malformed($"the id '{IngestErrors.Short(id)}' occurs twice")
            : new DeclaredStay(joined, left);
    }

    private void Files()
    {
        foreach (var node in _root.Items("files"))
        {
            var file = DeclaredFiles.Declare(node);
            if (!_files.TryAdd(file.Id, file))
            {
                throw node.Malformed($"the id '{IngestErrors.Short(file.Id)}' occurs twice");
            }
        }
    }

    private List<DeclaredTrack> Tracks()
    {
        var ids = new HashSet<string>();
        var tracks = new List<DeclaredTrack>();
        foreach (var node in _root.Items("tracks"))
        {
            var id = node.Text("id");
            if (!ids.Add(id))
            {
                throw node.Malformed($"the id '{IngestErrors.Short(id)}' occurs twice");
            }

            var named = node.Required("kind");
            if (TrackKinds.Parse(named.Text()) is { } kind)
            {
                tracks.Add(Track(node, id, kind));
            }
            else if (TrackKinds.Ignored.Contains(named.Text()))
            {
                _ignored.Add($"track '{IngestErrors.Short(id)}' of kind '{named.Text()}'");
            }
            else
            {
                throw named.Malformed($"one of {TrackKinds.All} is expected");
            }
        }

        return tracks.Count > 0
            ? tracks
            : throw new RefusedDeliveryException(IngestErrors.NoTracks("the manifest lists no audio or video track."));
    }

    private DeclaredTrack Track(Node node, string id, TrackKind kind)
    {
        var codec = node.Required("codec");
        TrackKinds.CheckCodec(codec, id, kind);
        if (node.OptionalText("connection") is { } connection && !_connections.Contains(connection))
        {
            throw node.Required("connection").Malformed($"there is no connection '{IngestErrors.Short(connection)}'");
        }

        var segments = node.Items("segments").Select(Segment).ToList();
        if (segments.Count == 0 && !_excused.Contains(id))
        {
            throw node.Malformed("a track needs a segment, or a reason under /completeness/reasons");
        }

        return new DeclaredTrack(node, id, Identity(node, kind), kind, codec.Text().ToLowerInvariant(), segments);
    }

    private string? Identity(Node track, TrackKind kind)
    {
        if (track.Optional("participant") is not { } reference)
        {
            return kind is TrackKind.Mixed ? null : throw track.Malformed("'participant' is missing; only a mixed track belongs to nobody");
        }

        return _participants.TryGetValue(reference.Text(), out var participant)
            ? participant.Identity
            : throw new RefusedDeliveryException(IngestErrors.UnknownParticipant($"manifest.json at {reference.Pointer}", reference.Text()));
    }

    private DeclaredSegment Segment(Node node)
    {
        // a copy of the bytes cannot pick one stream or channel out of several
        if (node.Optional("stream_index") is { } stream && stream.Integer() != 0)
        {
            throw stream.Malformed("one stream per file is expected; put each track into a file of its own");
        }

        if (node.Optional("channel") is { } channel)
        {
            throw channel.Malformed("one speaker per file is expected; put each channel into a file of its own");
        }

        var first = node.OptionalNs("media_first_pts_ns") ?? 0;
        var last = node.OptionalNs("media_last_pts_ns");
        if (last - first is < 0 or > LongestNs)
        {
            throw node.Required("media_last_pts_ns").Malformed("lies before media_first_pts_ns, or more than a week after it");
        }

        var gaps = node.Items("gaps").Select(g => Gap(g, first)).ToList();
        var file = node.Required("file");
        if (!_usedFiles.Add(file.Text()))
        {
            throw file.Malformed("another segment has this file already; a file belongs to one track of one person");
        }

        var lastAnchor = node.Optional("last_anchor");
        return lastAnchor is null || last > first
            ? new DeclaredSegment(
                node, File(file), _clocks.Read(node.Required("anchor")), lastAnchor is { } end ? _clocks.Read(end) : null, last - first ?? 0, node.Optional("drift_ppm")?.Number(), gaps)
            : throw node.Malformed("'last_anchor' places media_last_pts_ns, which is missing or no later than the first");
    }

    private static Stretch Gap(Node node, long first)
    {
        var gap = new Stretch(node.Required("from_ns").Ns() - first, node.Required("to_ns").Ns() - first);
        return gap.LengthNs > 0 && gap.FromNs >= 0 && gap.ToNs <= LongestNs ? gap : throw node.Malformed("a gap lies after media_first_pts_ns and ends after it begins");
    }

    private DeclaredFile File(Node reference) =>
        _files.TryGetValue(reference.Text(), out var file) ? file : throw reference.Malformed($"there is no file '{IngestErrors.Short(reference.Text())}'");

    private List<DeclaredChat> Chats()
    {
        var ids = new HashSet<string>();
        var chats = new List<DeclaredChat>();
        foreach (var node in _root.Items("artifacts"))
        {
            if (!ids.Add(node.Text("id")))
            {
                throw node.Malformed($"the id '{IngestErrors.Short(node.Text("id"))}' occurs twice");
            }

            var file = File(node.Required("file"));
            if (node.Text("type") != "chat")
            {
                _ignored.Add($"artifact of type '{IngestErrors.Short(node.Text("type"))}'");
            }
            else if (node.Text("format") != ChatFile.Format)
            {
                throw node.Required("format").Malformed($"'{ChatFile.Format}' is expected");
            }
            else
            {
                chats.Add(new DeclaredChat(node, file));
            }
        }

        return chats;
    }

    [GeneratedRegex("^[A-Z]{2}(-[A-Z0-9]{1,3})?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Iso3166();
}
