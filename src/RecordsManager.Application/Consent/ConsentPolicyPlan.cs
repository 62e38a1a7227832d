using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>One participant whose decision a change of policy would change.</summary>
/// <param name="Was">Reasons now.</param>
/// <param name="WouldBe">Reasons after.</param>
public sealed record PolicyEffect(
    RecordingId Recording, string Title, ParticipantId Participant, bool MayPlayNow, bool MayPlayThen, ConsentModel ModelNow, ConsentModel ModelThen, IReadOnlyList<Reason> Was, IReadOnlyList<Reason> WouldBe)
{
    /// <summary>Whoever is decided differently, if only for other reasons.</summary>
    internal static IEnumerable<PolicyEffect> Between(Recording recording, IReadOnlyDictionary<ParticipantId, ConsentDecision> now, IReadOnlyDictionary<ParticipantId, ConsentDecision> then) =>
        recording.Participants
            .Where(p => now[p.Id].MayPlay != then[p.Id].MayPlay || now[p.Id].Model != then[p.Id].Model || !now[p.Id].Codes.SequenceEqual(then[p.Id].Codes))
            .Select(p => new PolicyEffect(
                recording.Id, recording.Title, p.Id, now[p.Id].MayPlay, then[p.Id].MayPlay, now[p.Id].Model, then[p.Id].Model, now[p.Id].Reasons, then[p.Id].Reasons));

    /// <summary>As a part of the text that names a plan.</summary>
    internal void Write(StringBuilder text) =>
        text.Append('|').Append(Recording).Append(Participant).Append(MayPlayNow).Append(MayPlayThen).Append(ModelNow).Append(ModelThen)
            .AppendJoin(',', Was.Select(r => r.Code)).Append('>').AppendJoin(',', WouldBe.Select(r => r.Code));
}

/// <param name="Plan">Names exactly this plan: a change is approved as it was shown, or not at all.</param>
public sealed record PolicyPlan(string Plan, int Version, int Recordings, IReadOnlyList<PolicyEffect> Effects)
{
    public int Opens => Effects.Count(e => e is { MayPlayNow: false, MayPlayThen: true });

    public int Closes => Effects.Count(e => e is { MayPlayNow: true, MayPlayThen: false });
}

/// <summary>Decides every recording twice: as things are, and as they would be.</summary>
internal sealed class ConsentPolicyPlanner(IReadDb db, ConsentGate gate)
{
    private static readonly JsonSerializerOptions Stable = new() { Converters = { new JsonStringEnumConverter() } };

    public async Task<PolicyPlan> Plan(PolicyTerms terms, CancellationToken ct) => await Plan(await gate.Policy(ct), terms, ct);

    /// <param name="before">In force until now.</param>
    public async Task<PolicyPlan> Plan(PolicyTerms before, PolicyTerms terms, CancellationToken ct)
    {
        var version = await db.ConsentPolicies.MaxAsync(p => (int?)p.Version, ct) ?? 0;
        var inForce = await gate.Policy(ct);
        var recordings = await db.Recordings.Where(r => r.State == RecordingState.Kept || r.State == RecordingState.Announced).OrderBy(r => r.StartedAt).ToListAsync(ct);
        List<PolicyEffect> effects = [];
        foreach (var recording in recordings)
        {
            var events = await db.ConsentEvents.Where(e => e.Recording == recording.Id).ToListAsync(ct);
            gate.Under(before);
            var now = await gate.Decide(recording, events, ct);
            gate.Under(terms);
            var then = await gate.Decide(recording, events, ct);
            effects.AddRange(PolicyEffect.Between(recording, now, then));
        }

        gate.Under(inForce);
        return new PolicyPlan(Name(version, terms, effects), version, recordings.Count, effects);
    }

    /// <summary>Of the version it starts from, the terms and everything that would change.</summary>
    private static string Name(int version, PolicyTerms terms, List<PolicyEffect> effects)
    {
        var text = new StringBuilder().Append(version).Append('|').Append(JsonSerializer.Serialize(terms with { Overrides = [.. terms.Overrides.Select(o => o with { Since = default, By = "" })] }, Stable));
        foreach (var effect in effects)
        {
            effect.Write(text);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }
}
