using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Consent.Engine;
using RecordsManager.Domain.Recordings;
using RecordsManager.Rules;

namespace RecordsManager.Domain.Tests.Consent;

/// <param name="At">Seconds on the timeline.</param>
internal sealed record Said(double At, ConsentEventKind Kind, MediaKinds Media = MediaKinds.All, WithdrawalReach? Reach = null, string[]? Purposes = null);

/// <summary>A call of 50 s, all in one place, in which things are said at given seconds.</summary>
internal sealed class TimedCall(string place)
{
    public const int Seconds = 50;

    private static readonly RulePack Pack = BuiltInRulePack.Load();

    private readonly List<AskedParticipant> _participants = [];
    private readonly List<ConsentFact> _events = [];

    public ParticipantId Add()
    {
        var id = ParticipantId.New(A.Now);
        _participants.Add(new AskedParticipant(id, [place]));
        return id;
    }

    public void Say(ParticipantId participant, Said said) =>
        _events.Add(new ConsentFact(participant, said.Kind, A.Now.AddSeconds(said.At), _events.Count, Purposes: said.Purposes, Media: said.Media, Reach: said.Reach));

    public ConsentWindows Windows() => Windows(RuleBook.Of(Pack));

    public ConsentWindows Windows(RuleBook rules) => ConsentWindows.Of(Facts, Seconds * 1_000_000_000L, [], rules, ConsentTerms.Default);

    /// <summary>The rules that ship, and from a second on others in which the place is as strict as this.</summary>
    public RuleBook FromSecond(double second, ConsentModel model) => new(Pack, [new PackInForce(A.Now.AddSeconds(second), WithRule(model))]);

    private RulePack WithRule(ConsentModel model) => Pack with
    {
        Version = "later",
        Rules = new Dictionary<string, JurisdictionRule>(Pack.Rules) { [place] = Pack.Rules[place] with { Model = model, ByMedium = new Dictionary<CallMedium, ConsentModel>(), Criminal = new Dictionary<CallMedium, ConsentModel>() } },
    };

    public ConsentDecision Decide(ParticipantId participant, double at) => ConsentRules.Decide(Facts(A.Now.AddSeconds(at)), Pack, ConsentTerms.Default)[participant];

    private CallFacts Facts(DateTimeOffset at) =>
        new() { EstablishedIn = place, StartsAt = A.Now, Participants = _participants, Events = _events, At = at };
}
