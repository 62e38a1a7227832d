using System.Diagnostics;
using System.Globalization;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Consent.Engine;
using RecordsManager.Domain.Recordings;
using RecordsManager.Rules;

namespace RecordsManager.Benchmarks;

/// <summary>
/// Decisions on a call of 50 people in 50 places who have all been told and have answered; next to it the same by asking anew
/// for each person by themselves, which is what a rule engine without a view of the whole call has to do.
/// </summary>
internal static class DecidingACall
{
    public const string Verb = "decide";
    private const int People = 50;
    private const int Seconds = 5;

    public static int Run()
    {
        var pack = BuiltInRulePack.Load();
        var facts = Call(pack);
        var whole = Rate(() => ConsentRules.Decide(facts, pack, ConsentTerms.Default).Count);
        var each = Rate(() => facts.Participants.Sum(p => ConsentRules.Decide(facts, pack, ConsentTerms.Default)[p.Id].MayCapture ? 1 : 0));
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"calls of {People} decided: {whole:0}/s ({whole * People:0} people/s, each for four purposes); person by person: {each:0}/s; ratio {whole / each:0.0}"));
        return 0;
    }

    private static double Rate(Func<int> decide)
    {
        decide();
        var (clock, done) = (Stopwatch.StartNew(), 0);
        while (clock.Elapsed.TotalSeconds < Seconds)
        {
            decide();
            done++;
        }

        return done / clock.Elapsed.TotalSeconds;
    }

    private static CallFacts Call(RulePack pack)
    {
        var start = new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);
        var places = pack.Rules.Keys.Where(code => code != RulePack.Unknown).Order(StringComparer.Ordinal).Take(People).ToList();
        var people = places.ConvertAll(place => new AskedParticipant(ParticipantId.New(start), [place]));
        return new CallFacts
        {
            EstablishedIn = "DE",
            StartsAt = start,
            Participants = people,
            Events = [.. people.SelectMany(p => new[] { new ConsentFact(p.Id, ConsentEventKind.Notified, start), new ConsentFact(p.Id, ConsentEventKind.Granted, start.AddSeconds(3)) })],
            At = start.AddMinutes(1),
        };
    }
}
