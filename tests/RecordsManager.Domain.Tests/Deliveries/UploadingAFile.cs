using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Tests.Deliveries;

public sealed class UploadingAFile
{
    [Fact]
    public void Is_complete_when_every_byte_is_there()
    {
        var upload = Upload(length: 30);
        upload.Append(MediaObjectId.New(A.Now), 10);
        Assert.False(upload.IsComplete);

        upload.Append(MediaObjectId.New(A.Now), 20);

        Assert.True(upload.IsComplete);
        Assert.Equal([(0, 0L, 10L), (1, 10L, 20L)], upload.Parts.Select(p => (p.Ordinal, p.Start, p.Bytes)));
    }

    [Fact]
    public void Is_never_complete_while_its_length_is_unknown()
    {
        var upload = Upload(length: null);
        upload.Append(MediaObjectId.New(A.Now), 10);
        Assert.False(upload.IsComplete);

        Assert.Equal(Result.Ok, upload.LengthIs(10));

        Assert.True(upload.IsComplete);
    }

    [Fact]
    public void Keeps_the_length_that_was_given_first()
    {
        var upload = Upload(length: 30);

        Assert.Equal(Result.Ok, upload.LengthIs(30));
        Assert.Equal(UploadErrors.LengthChanged, upload.LengthIs(31).Error);

        Assert.Equal(30, upload.Length);
    }

    [Fact]
    public void Of_an_empty_file_is_complete_at_once() => Assert.True(Upload(length: 0).IsComplete);

    private static Upload Upload(long? length) => new(UploadId.New(A.Now), A.Organization, [1], length, A.Now, A.Now.AddDays(7));
}
