using System.Text.Json;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Web.Pages.Parts;

/// <summary>What the speaker view follows, as JSON beside the lanes: where everybody's picture stands, and who speaks when.</summary>
public static class SpeakerDrawing
{
    private static readonly JsonSerializerOptions Compact = new(JsonSerializerDefaults.Web);

    public static string Json(PlayerModel model) => JsonSerializer.Serialize(new
    {
        Scenes = model.Call.Scenes.Select(s => new
        {
            From = s.FromMs / 1000,
            To = s.ToMs / 1000,
            Tiles = s.Tiles.Select(t => new { Of = t.Participant.ToString(), t.IsScreen, t.X, t.Y, t.Width, t.Height }),
        }),
        People = model.Lanes.Where(l => model.Waveforms.ContainsKey(l.Participant)).Select(l => new
        {
            Id = l.Participant.ToString(),
            Name = l.Person.DisplayName,
            Speech = LaneDrawing.Speech(model.Waveforms[l.Participant]).Select(s => new[] { s.FromMs / 1000.0, s.ToMs / 1000.0 }),
        }),
        Cameras = model.Call.Cameras.Select(c => new
        {
            Track = c.Track.ToString(),
            Of = c.Participant.ToString(),
            c.IsScreen,
            Type = c.Codecs.StartsWith("avc1", StringComparison.Ordinal) ? $"video/mp4; codecs=\"{c.Codecs}\"" : $"video/webm; codecs=\"{c.Codecs}\"",
            Offset = c.OffsetMs / 1000,
            Shown = c.Shown.Select(s => new[] { s.FromMs / 1000.0, s.ToMs / 1000.0 }),
        }),
        Canvas = new[] { Canvas.Width, Canvas.Height },
    }, Compact);
}
