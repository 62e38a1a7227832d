using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Consent;

namespace RecordsManager.Application.Consent;

/// <summary>Puts a version of the consent policy in force, with what follows for the tracks, in the caller's transaction.</summary>
internal sealed class PolicyInForce(IWriteDb db, ConsentGate gate, IUnitOfWork work, IWorkSignal signal)
{
    /// <param name="plan">Of the same terms: the recordings it touches are decided anew.</param>
    public async Task Put(ConsentPolicy policy, PolicyPlan plan, CancellationToken ct)
    {
        db.Add(policy);
        gate.Under(policy.Terms);
        foreach (var touched in plan.Effects.Select(e => e.Recording).Distinct())
        {
            await gate.Apply((await db.Recording(touched, ct))!, [], policy.InForceSince, ct);
        }

        work.AfterCommit(token => signal.Poke(WorkKind.Derivatives, token));
    }
}
