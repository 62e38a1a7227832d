using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Consent.Engine;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Rules;

/// <summary>One case of a scenario file: the facts, and what is expected to be decided.</summary>
public sealed record Scenario(string Id, string Title, CallFacts Facts, ConsentTerms Terms, IReadOnlyDictionary<ParticipantId, string> Names, Expectation Expected);

/// <param name="Reasons">Those that must be given; more may be.</param>
public sealed record ExpectedOutcome(string? MayRecord, string? MayRetain, string? MayPlay, IReadOnlyList<string> Reasons);

/// <param name="Actions">Those that must be asked for; more may be.</param>
public sealed record Expectation(string? Model, ExpectedOutcome Overall, IReadOnlyDictionary<ParticipantId, ExpectedOutcome> Participants, IReadOnlyList<string> Actions);
