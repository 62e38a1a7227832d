using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Recordings.Composition;

namespace RecordsManager.Domain.Tests.Recordings;

/// <summary>Which sizes of a composite are worth making.</summary>
public sealed class ChoosingSizes
{
    [Theory]
    [InlineData(1920, 1080, true)]
    [InlineData(1280, 720, false)] // alone on the canvas it loses its margins only
    [InlineData(640, 480, false)]
    [InlineData(1080, 1920, true)] // a phone held upright
    [InlineData(null, null, false)] // arrived before its size was kept
    public void A_larger_one_where_a_tile_hides_a_good_part_of_what_came(int? width, int? height, bool hasMore)
    {
        var track = Camera(width is { } w ? new PictureSize(w, height!.Value) : null);

        Assert.Equal(hasMore, Ladder.HasMore(new Scene(0, 30, [new Tile(track.Id, 20, 20, 1240, 680)]), [track]));
    }

    [Fact]
    public void The_same_camera_is_worth_more_beside_others()
    {
        var track = Camera(new PictureSize(1280, 720));

        Assert.True(Ladder.HasMore(new Scene(0, 30, [new Tile(track.Id, 20, 20, 610, 343)]), [track]));
    }

    [Theory]
    [InlineData(360, 51, 24)]
    [InlineData(540, 51, 38)]
    [InlineData(1080, 50, 74)]
    [InlineData(720, 50, 50)]
    public void Places_stay_even(int height, int pixels, int scaled) => Assert.Equal(scaled, Ladder.Scaled(pixels, height));

    private static Track Camera(PictureSize? size)
    {
        var recording = A.AnnouncedRecording();
        return recording.Attach(TrackId.New(A.Now), recording.Join(A.Person(), null, "DE", A.Now), "camera", A.Medium(TrackKind.Camera) with { Picture = size }, [], A.Now.AddDays(14));
    }
}
