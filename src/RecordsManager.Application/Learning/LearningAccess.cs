using System.Text;
using RecordsManager.Application.Keys;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Learning;

namespace RecordsManager.Application.Learning;

/// <summary>Opens the secret, for as long as it is needed.</summary>
internal sealed class LearningAccess(IOrganizationCipher cipher, ICurrentActor actor)
{
    /// <returns>Null: it cannot be opened any more, as its KEK is gone.</returns>
    public async Task<LrsAccess?> To(LearningStore store, CancellationToken ct)
    {
        try
        {
            return new LrsAccess(store.Endpoint, store.Key, Encoding.UTF8.GetString(await cipher.Open(actor.Organization, SealedContexts.LearningSecret, store.SealedSecret, ct)));
        }
        catch (ObjectUnreadableException)
        {
            return null;
        }
    }
}
