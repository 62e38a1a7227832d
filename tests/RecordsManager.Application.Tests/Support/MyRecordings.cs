using RecordsManager.Application.Consent;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;
using RecordsManager.ProductSupport;

namespace RecordsManager.Application.Tests.Support;

internal static class MyRecordings
{
    /// <summary>As a participant does who is asked anew and goes on to their own recordings.</summary>
    public static async Task<MyRecordingsLinkId> OpenMyRecordings(this Workbench bench, Recording recording, int ordinal)
    {
        var invitation = (await bench.Send(new InviteToConsent.Command(recording.Id, recording.Participant(ordinal).Id))).Value.Id;
        Assert.Null((await bench.Send(new OpenMyRecordings.Command(invitation), "nobody")).Error);
        var person = recording.PersonCalled(ordinal);
        return await bench.Read(db => Task.FromResult(db.MyRecordingsLinks.Where(l => l.Person == person).OrderByDescending(l => l.CreatedAt).First().Id));
    }
}
