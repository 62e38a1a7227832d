namespace RecordsManager.Domain.Recordings.Composition;

/// <summary>Who takes a place in a scene.</summary>
/// <param name="Track">Null: they are there without a picture.</param>
/// <param name="Within">The stretch that the pictures may come from.</param>
internal sealed record Occupant(ParticipantId Participant, VisibleTrack? Track, Stretch Within)
{
    public bool IsScreen => Track is { Kind: TrackKind.Screen };

    public Tile Tile(Place at) => new(Track!.Track, at.X, at.Y, at.Width, at.Height, Within);

    public Seat Seat(Place at) => new(Participant, at.X, at.Y, at.Width, at.Height);
}

/// <summary>In pixels of the canvas; all even numbers.</summary>
internal readonly record struct Place(int X, int Y, int Width, int Height);
