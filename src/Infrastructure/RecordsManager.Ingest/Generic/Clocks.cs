using System.Globalization;

namespace RecordsManager.Ingest.Generic;

internal enum AnchorKind
{
    UnixNs,
    SessionOffsetNs,
    Rtp,
    MonotonicNs,
}

/// <summary>What places a segment's first sample in time, on the clock it was read from.</summary>
internal sealed record Anchor(Node At, AnchorKind Kind, string? Clock, long Value, bool IsCoarse);

/// <summary>The manifest's clocks: turns every kind of anchor into Unix nanoseconds.</summary>
internal sealed class Clocks
{
    /// <summary>The year 2100; beyond it a time is a mistake, and sums could overflow.</summary>
    public const long LatestNs = 4_102_444_800_000_000_000;

    /// <summary>In less than five minutes clocks do not part by more than anchors are off.</summary>
    public const long ShortestForDriftNs = 300 * Second;

    private const long Second = 1_000_000_000;
    private const long Wrap = 1L << 32;

    private readonly Dictionary<string, string> _kinds = [];
    private readonly Dictionary<string, RtpMap> _rtp = [];
    private readonly Dictionary<string, long> _earliestMonotonic = [];

    public Clocks(Node root)
    {
        foreach (var clock in root.Items("clocks"))
        {
            var kind = clock.Text("kind");
            if (kind is not ("unix" or "monotonic" or "rtp"))
            {
                throw clock.Required("kind").Malformed("a clock is 'unix', 'monotonic' or 'rtp'");
            }

            var id = clock.Text("id");
            if (!_kinds.TryAdd(id, kind))
            {
                throw clock.Malformed($"the id '{IngestErrors.Short(id)}' occurs twice");
            }

            if (kind == "rtp")
            {
                _rtp[id] = new RtpMap(clock);
            }
        }
    }

    public Anchor Read(Node node)
    {
        var kind = node.Text("kind") switch
        {
            "unix_ns" => AnchorKind.UnixNs,
            "session_offset_ns" => AnchorKind.SessionOffsetNs,
            "rtp" => AnchorKind.Rtp,
            "monotonic_ns" => AnchorKind.MonotonicNs,
            _ => throw node.Required("kind").Malformed("an anchor is 'unix_ns', 'session_offset_ns', 'rtp' or 'monotonic_ns'"),
        };
        var value = node.Required("value");
        var anchor = new Anchor(
            node, kind, ClockOf(node, kind), kind is AnchorKind.Rtp ? RtpMap.Timestamp(value) : value.Ns(),
            IsCoarse: node.OptionalText("of") is "recorder_started");
        if (kind is AnchorKind.MonotonicNs)
        {
            _earliestMonotonic[anchor.Clock!] = Math.Min(_earliestMonotonic.GetValueOrDefault(anchor.Clock!, long.MaxValue), anchor.Value);
        }

        return anchor;
    }

    /// <summary>After all anchors were read: a monotonic clock has no zero but the earliest of them, which is taken as the session's start.</summary>
    public long UnixNs(Anchor anchor, long startedNs) => anchor.Kind switch
    {
        AnchorKind.UnixNs => anchor.Value,
        AnchorKind.SessionOffsetNs => startedNs + Bounded(anchor, anchor.Value),
        AnchorKind.Rtp => _rtp[anchor.Clock!].UnixNs(anchor.Value),
        _ => startedNs + Bounded(anchor, anchor.Value - _earliestMonotonic[anchor.Clock!]),
    };

    /// <summary>What the medium's clock is off by, as far as the anchor's own clock tells: the map of an RTP clock with several points does.</summary>
    public double? DriftPpm(Anchor anchor) => anchor.Kind is AnchorKind.Rtp ? _rtp[anchor.Clock!].DriftPpm : null;

    private static long Bounded(Anchor anchor, long offset) =>
        Math.Abs(offset) < 366L * 24 * 3600 * Second ? offset : throw anchor.At.Required("value").Malformed("lies more than a year from the session's start");

    private string? ClockOf(Node node, AnchorKind kind)
    {
        var needed = kind switch { AnchorKind.Rtp => "rtp", AnchorKind.MonotonicNs => "monotonic", _ => null };
        if (needed is null && node.Optional("clock") is null)
        {
            return null;
        }

        var clock = node.Text("clock");
        return !_kinds.TryGetValue(clock, out var found) ? throw node.Required("clock").Malformed($"there is no clock '{IngestErrors.Short(clock)}'")
            : needed is not null && found != needed ? throw node.Required("clock").Malformed($"the clock is '{found}', this anchor needs '{needed}'")
            : clock;
    }

    /// <summary>Pairs of RTP and wall time (RTCP sender reports, as a rule): straight lines between them, with their own slope.</summary>
    private sealed class RtpMap
    {
        private readonly List<(long Rtp, long UnixNs)> _points = [];
        private readonly long _rate;

        public RtpMap(Node clock)
        {
            var rate = clock.Required("rate");
            _rate = rate.Integer() is > 0 and <= 1_000_000 and var hertz ? hertz : throw rate.Malformed("a clock rate in hertz is expected");
            foreach (var point in clock.Required("map").Items())
            {
                var raw = Timestamp(point.Required("rtp"));
                var rtp = _points.Count == 0 ? raw : Unwrap(raw, _points[^1].Rtp);
                var unixNs = point.Required("unix_ns").Ns();
                if (_points.Count > 0 && (rtp <= _points[^1].Rtp || unixNs <= _points[^1].UnixNs))
                {
                    throw point.Malformed("points of a clock must go forward in time");
                }

                _points.Add((rtp, unixNs));
            }

            if (_points.Count == 0)
            {
                throw clock.Malformed("an rtp clock needs at least one point in its 'map'");
            }
        }

        /// <summary>From the first point to the last; null where they are too near to each other to tell.</summary>
        public double? DriftPpm => _points[^1].UnixNs - _points[0].UnixNs < ShortestForDriftNs ? null
            : (((_points[^1].UnixNs - _points[0].UnixNs) / ((double)(_points[^1].Rtp - _points[0].Rtp) / _rate * Second)) - 1) * 1e6;

        public static long Timestamp(Node node)
        {
            var text = node.Element.ValueKind is System.Text.Json.JsonValueKind.String ? node.Text() : node.Integer().ToString(CultureInfo.InvariantCulture);
            return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rtp)
                ? rtp
                : throw node.Malformed("an RTP time stamp is expected, 0 to 4294967295");
        }

        public long UnixNs(long raw)
        {
            var rtp = Unwrap(raw, _points[0].Rtp);
            var after = Math.Clamp(_points.FindIndex(p => p.Rtp >= rtp) is var i && i < 0 ? _points.Count - 1 : i, Math.Min(1, _points.Count - 1), _points.Count - 1);
            var from = _points[Math.Max(0, after - 1)];
            var to = _points[after];
            var (ticks, ns) = after == 0 ? (_rate, Second) : (to.Rtp - from.Rtp, to.UnixNs - from.UnixNs);
            return from.UnixNs + (long)((Int128)(rtp - from.Rtp) * ns / ticks);
        }

        private static long Unwrap(long raw, long near)
        {
            var delta = (raw - near) % Wrap;
            return near + (delta > Wrap / 2 ? delta - Wrap : delta < -Wrap / 2 ? delta + Wrap : delta);
        }
    }
}
