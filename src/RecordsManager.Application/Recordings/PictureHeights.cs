namespace RecordsManager.Application.Recordings;

/// <summary>In which sizes this installation makes the composite beside that of the canvas: heights in pixels, of those of the ladder, in the order in which they are made.</summary>
public sealed record PictureHeights(IReadOnlyList<int> Variants);
