using RecordsManager.Domain.Organizations;

namespace RecordsManager.Domain.Learning;

public enum LearningStatementState
{
    Waiting,

    /// <summary>The store will not have it, or was not reached for more than a day: somebody has to look.</summary>
    Dead,
}

/// <summary>A statement on its way. Its id and its body never change, so that sending it again changes nothing; once delivered its row goes.</summary>
public sealed class LearningStatement
{
    /// <summary>The last pauses are an hour each: in all that is more than a day.</summary>
    public const int MostAttempts = 32;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private LearningStatement()
    {
    }

    /// <param name="registration">Deleted with it.</param>
    /// <param name="verb">The last part of the verb's IRI.</param>
    /// <param name="body">JSON of xAPI 1.0.3.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="now">From when on it may be sent.</param>
    public LearningStatement(LearningStatementId id, OrganizationId organization, Guid registration, string verb, string body, DateTimeOffset at, DateTimeOffset now)
    {
        Id = id;
        Organization = organization;
        RegistrationId = registration;
        Verb = verb;
        Body = body;
        At = at;
        NextAt = now;
    }

    public LearningStatementId Id { get; private set; }

    public OrganizationId Organization { get; private set; }

    public Guid RegistrationId { get; private set; }

    public string Verb { get; private set; } = "";

    public string Body { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    public LearningStatementState State { get; private set; }

    public int Attempts { get; private set; }

    public DateTimeOffset NextAt { get; private set; }

    /// <summary>Of the last attempt; holds nothing of the statement.</summary>
    public string? Failure { get; private set; }

    /// <summary>Tried again later: twice as late each time, not before the store says, and in the end not at all.</summary>
    /// <param name="asked">How long the store asked to wait; null: it did not say.</param>
    public void Postpone(string failure, TimeSpan? asked, DateTimeOffset now)
    {
        var pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(Attempts, 16)));
        var wait = asked is { } said && said > pause ? said < LongestPause ? said : LongestPause : pause;
        Attempts++;
        (Failure, NextAt) = (failure, now + wait);
        State = Attempts >= MostAttempts ? LearningStatementState.Dead : State;
    }

    /// <summary>There is no use in trying it again as it is.</summary>
    public void Bury(string failure) => (State, Failure, Attempts) = (LearningStatementState.Dead, failure, Attempts + 1);

    public void Retry(DateTimeOffset now) => (State, Attempts, NextAt) = (LearningStatementState.Waiting, 0, now);
}
