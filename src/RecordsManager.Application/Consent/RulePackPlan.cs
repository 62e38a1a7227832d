using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;
using RecordsManager.Rules;

namespace RecordsManager.Application.Consent;

/// <param name="Plan">Names exactly this plan: a pack is approved as it was shown, or not at all.</param>
/// <param name="Replaces">Version that is in force at <paramref name="EffectiveFrom"/> without it.</param>
/// <param name="Running">Who is decided differently in calls that run now, if they run then.</param>
/// <param name="Calls">How many recordings were decided again to find <paramref name="Alike"/>.</param>
/// <param name="Alike">Who would be decided differently in calls like those there were. The recordings themselves stay as they are.</param>
public sealed record RulePackPlan(
    string Plan, string Version, string Sha256, string Replaces, DateTimeOffset EffectiveFrom, IReadOnlyList<RuleChange> Changes, IReadOnlyList<PolicyEffect> Running, int Calls, IReadOnlyList<PolicyEffect> Alike);

/// <summary>Says what a rule pack would change, before it is installed.</summary>
internal sealed class RulePackPlanner(IReadDb db, RuleBooks rules, ConsentGate gate, TimeProvider clock)
{
    private const int MostBytes = 2 * 1024 * 1024;

    /// <summary>How many of the latest recordings are decided again.</summary>
    private const int MostCalls = 500;

    /// <param name="from">Null: now.</param>
    /// <returns>The plan, and the document with both its tables.</returns>
    public async Task<Result<(RulePackPlan Plan, string Document)>> Plan(string document, DateTimeOffset? from, CancellationToken ct)
    {
        if (Encoding.UTF8.GetByteCount(document) > MostBytes)
        {
            return RuleErrors.TooLarge;
        }

        RulePack pack;
        try
        {
            document = RulePackReader.Complete(document);
            pack = RulePackReader.Read(document);
        }
        catch (UnreadableFileException wrong)
        {
            return RuleErrors.Unreadable(wrong.Message);
        }

        var now = clock.GetUtcNow();
        var checkedFirst = InstalledRulePack.Install(default, await rules.Entries(ct), pack.Version, document, from, "", now);
        if (checkedFirst.Error is { } refused)
        {
            return refused;
        }

        var effective = from ?? now;
        var before = await rules.Book(ct);
        var replaced = before.At(effective);
        var running = await Compare(before, db.Recordings.Where(r => r.State == RecordingState.Announced && r.EndedAt == null), replaced, pack, ct);
        var alike = await Compare(before, db.Recordings.Where(r => r.State == RecordingState.Kept).OrderByDescending(r => r.StartedAt).Take(MostCalls), replaced, pack, ct);
        var changes = RuleChange.Between(replaced, pack);
        var sha256 = InstalledRulePack.HashOf(document);
        return (new RulePackPlan(Name(sha256, replaced.Version, from, running.Effects), pack.Version, sha256, replaced.Version, effective, changes, running.Effects, alike.Calls, alike.Effects), document);
    }

    private async Task<(int Calls, IReadOnlyList<PolicyEffect> Effects)> Compare(RuleBook kept, IQueryable<Recording> which, RulePack now, RulePack then, CancellationToken ct)
    {
        List<PolicyEffect> effects = [];
        var recordings = await which.ToListAsync(ct);
        foreach (var recording in recordings)
        {
            var events = await db.ConsentEvents.Where(e => e.Recording == recording.Id).ToListAsync(ct);
            rules.Under(RuleBook.Of(now));
            var was = await gate.Decide(recording, events, ct);
            rules.Under(RuleBook.Of(then));
            effects.AddRange(PolicyEffect.Between(recording, was, await gate.Decide(recording, events, ct)));
        }

        rules.Under(kept);
        return (recordings.Count, effects);
    }

    /// <summary>Of the document, what it takes the place of, and whom it changes now.</summary>
    private static string Name(string sha256, string replaced, DateTimeOffset? from, IReadOnlyList<PolicyEffect> running)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{sha256}|{replaced}|{from?.UtcTicks}");
        foreach (var effect in running)
        {
            effect.Write(text);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }
}
