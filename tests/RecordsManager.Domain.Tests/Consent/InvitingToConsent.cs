using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Domain.Tests.Consent;

public sealed class InvitingToConsent
{
    private readonly ConsentInvitation _invitation = new(
        ConsentInvitationId.New(A.Now), A.Organization, RecordingId.New(A.Now), ParticipantId.New(A.Now), A.Person(), A.Now, A.Now.AddDays(14));

    [Fact]
    public void Is_open_until_the_moment_it_expires()
    {
        Assert.True(_invitation.IsOpen(A.Now.AddDays(14).AddTicks(-1)));
        Assert.False(_invitation.IsOpen(A.Now.AddDays(14)));
    }

    [Fact]
    public void Stays_open_after_an_answer_so_that_it_can_be_changed()
    {
        _invitation.Answered(A.Now.AddDays(1));

        Assert.True(_invitation.IsOpen(A.Now.AddDays(2)));
        Assert.Equal(A.Now.AddDays(1), _invitation.AnsweredAt);
    }
}
