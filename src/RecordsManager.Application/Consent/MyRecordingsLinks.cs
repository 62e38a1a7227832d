using Microsoft.EntityFrameworkCore;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.People;

namespace RecordsManager.Application.Consent;

/// <summary>Whose an address of one's own recordings is, while it is open. Why one is not is never told apart.</summary>
internal sealed class MyRecordingsLinks(IReadDb db, TimeProvider clock)
{
    /// <returns>Null: expired, revoked, the person erased, or never made.</returns>
    public async Task<MyRecordingsLink?> Open(MyRecordingsLinkId id, CancellationToken ct)
    {
        var link = await db.MyRecordingsLinks.FirstOrDefaultAsync(l => l.Id == id, ct);
        return link is not null && link.IsOpen(await Owner(link.Person, ct), clock.GetUtcNow()) ? link : null;
    }

    public Task<Person> Owner(PersonId person, CancellationToken ct) => db.People.FirstAsync(p => p.Id == person, ct);
}
