using System.Text.Json;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.Web.Playback;

namespace RecordsManager.Web.Pages.Parts;

/// <summary>What is drawn over the picture and what the speaker view follows, as JSON beside the lanes: where everybody stands, who they are, and when they speak.</summary>
public static class SpeakerDrawing
{
    /// <summary>As many as the stylesheet has.</summary>
    private const int Tones = 8;

    private static readonly JsonSerializerOptions Compact = new(JsonSerializerDefaults.Web);

    public static string Json(PlayerModel model) => JsonSerializer.Serialize(new
    {
        Scenes = model.Call.Scenes.Select(s => new
        {
            From = s.FromMs / 1000,
            To = s.ToMs / 1000,
            Tiles = s.Tiles.Select(t => new { Of = t.Participant.ToString(), t.IsScreen, t.HasPicture, t.X, t.Y, t.Width, t.Height }),
            s.Unseen,
        }),
        People = model.Lanes.Index().Where(l => l.Item.State == LaneState.Cleared).Select(l => new
        {
            Id = l.Item.Participant.ToString(),
            Name = l.Item.Person.DisplayName,
            l.Item.Person.Initials,
            Tone = l.Index % Tones,
            Speech = LaneDrawing.Speech(model.Waveforms.GetValueOrDefault(l.Item.Participant) ?? []).Select(s => new[] { s.FromMs / 1000.0, s.ToMs / 1000.0 }),
        }),
        Cameras = model.Call.Cameras.Select(c => new
        {
            Track = c.Track.ToString(),
            Of = c.Participant.ToString(),
            c.IsScreen,
            Type = $"{Playlists.TypeOf(c.Codecs)}; codecs=\"{c.Codecs}\"",
            Offset = c.OffsetMs / 1000,
            c.Rate,
            Shown = c.Shown.Select(s => new[] { s.FromMs / 1000.0, s.ToMs / 1000.0 }),
        }),
        Canvas = new[] { Canvas.Width, Canvas.Height },
    }, Compact);
}
