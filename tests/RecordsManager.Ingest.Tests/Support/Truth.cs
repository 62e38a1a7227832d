using System.Text.Json;
using RecordsManager.Application.Ingest;
using RecordsManager.TestSupport;

namespace RecordsManager.Ingest.Tests.Support;

/// <summary>A fixture's ground truth: what results are held against, never an input.</summary>
internal sealed class Truth(string fixture)
{
    private readonly JsonElement _root = JsonDocument.Parse(File.ReadAllText(Fixtures.At($"{fixture}/truth.json"))).RootElement;

    public DateTimeOffset SessionStart => _root.GetProperty("sessionStart").GetDateTimeOffset();

    public double[] AudibleSpeechMs(string identity) =>
        [.. _root.GetProperty("participants").EnumerateArray()
            .Where(p => p.GetProperty("identity").GetString() == identity)
            .SelectMany(p => p.GetProperty("publications").EnumerateArray())
            .SelectMany(p => p.GetProperty("speech").EnumerateArray())
            .Where(s => !s.TryGetProperty("audible", out var audible) || audible.GetBoolean())
            .Select(s => s.GetProperty("startMs").GetDouble())];

    /// <summary>Own time of a track (seconds) on the truth's timeline (milliseconds).</summary>
    public double OnTimeline(CanonicalManifest manifest, ManifestTrack track, double ownSeconds) =>
        (manifest.StartedAt - SessionStart).TotalMilliseconds + (track.OffsetNs / 1e6) + (ownSeconds * 1000);

    /// <summary>Median of placed minus true, over all pictures with a legible barcode.</summary>
    public async Task<double> PictureError(CanonicalManifest manifest, ManifestTrack track)
    {
        var marks = await Ffmpeg.On(track, Ffmpeg.Barcodes);
        Assert.True(marks.Count > 60, $"{track.SourceTrackId}: only {marks.Count} barcodes");
        return Ffmpeg.Median(marks.Select(m => OnTimeline(manifest, track, m.At) - m.Drawn));
    }

    /// <summary>For each audible sentence the nearest onset found, as placed minus true.</summary>
    public async Task<double[]> SpeechErrors(CanonicalManifest manifest, ManifestTrack track)
    {
        var onsets = (await Ffmpeg.On(track, Ffmpeg.Onsets)).Select(o => OnTimeline(manifest, track, o)).ToArray();
        return [.. AudibleSpeechMs(track.Participant!).Select(s => onsets.Length == 0 ? double.NaN : onsets.MinBy(o => Math.Abs(o - s)) - s)];
    }
}
