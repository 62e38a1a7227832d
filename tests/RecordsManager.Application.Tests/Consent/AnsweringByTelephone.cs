using Microsoft.Extensions.DependencyInjection;
using RecordsManager.Application.Consent;
using RecordsManager.Application.Pipeline;
using RecordsManager.Application.Tests.Support;
using RecordsManager.Domain;
using RecordsManager.Domain.Consent;
using RecordsManager.Domain.Recordings;
using RecordsManager.ProductSupport;

namespace RecordsManager.Application.Tests.Consent;

/// <summary>Spoken and keyed answers: a yes needs its evidence, a no needs nothing, silence is neither.</summary>
public sealed class AnsweringByTelephone : IAsyncLifetime
{
    private Workbench _bench = null!;
    private LiveCall _call = null!;
    private ParticipantId _caller;
    private Notice _notice = null!;

    public async ValueTask InitializeAsync()
    {
        _bench = await Workbench.Create(establishedIn: "US-TX");
        _notice = new Notice(NoticeId.New(_bench.Clock.GetUtcNow()), _bench.Organization, 7, "es", NoticeText.Of("¿Podemos grabar?", "Esta llamada se graba.", []), _bench.Clock.GetUtcNow());
        await _bench.In(_bench.Organization, async services =>
        {
            services.GetRequiredService<IWriteDb>().Add(_notice);
            await services.GetRequiredService<IUnitOfWork>().Commit(TestContext.Current.CancellationToken);
        });
        _call = await LiveCall.Announce(_bench, CallMedium.Telephone);
        _caller = await _call.Joins("caller", 1, "US-CA");
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Who_calls_takes_part_by_telephone() => Assert.Equal(CallChannel.Telephone, (await _call.Participant(_caller)).Channel);

    [Theory]
    [InlineData("es", "es", "Esta llamada se graba. ¿Acepta?")]
    [InlineData("es-MX", "es", "Esta llamada se graba. ¿Acepta?")]
    [InlineData(null, "en", "This call is recorded. Do you agree?")]
    [InlineData("de", "en", "This call is recorded. Do you agree?")] // nothing is read out in German yet
    public async Task What_is_read_out_comes_from_the_notice_in_force_in_the_callers_language(string? asked, string language, string text)
    {
        await Publish("es", "Esta llamada se graba. ¿Acepta?");
        await Publish("en", "An older one.");
        await Publish("en", "This call is recorded. Do you agree?");
        await Publish("de", null);

        var prompt = (await _bench.Send(new ShowPhonePrompt.Query(_call.Id, _caller, asked))).Value;

        Assert.Equal((language, text), (prompt.Language, prompt.Text));
        var yes = Yes("spoken") with { Notice = prompt.Notice };
        Assert.Null((await _bench.Send(yes)).Error);
        Assert.Equal(prompt.Sha256, Assert.Single(await _call.Events()).NoticeSha256);
    }

    [Fact]
    public async Task Where_no_notice_has_words_for_the_telephone_that_is_said()
    {
        Assert.Equal(NoticeErrors.SpokenMissing, (await _bench.Send(new ShowPhonePrompt.Query(_call.Id, _caller, "es"))).Error);
        Assert.Equal(RecordingErrors.ParticipantNotFound, (await _bench.Send(new ShowPhonePrompt.Query(_call.Id, default, "es"))).Error);
        Assert.Equal(RecordingErrors.NotFound, (await _bench.Send(new ShowPhonePrompt.Query(default, _caller, "es"))).Error);
    }

    [Fact]
    public async Task A_spoken_yes_is_kept_with_the_words_it_answers_and_where_it_can_be_heard()
    {
        Assert.Null((await _bench.Send(Yes("spoken"))).Error);

        var said = Assert.Single(await _call.Events());
        Assert.Equal(("spoken", _notice.Id, _notice.Sha256, "es", "clip/77"), (said.Method, said.Notice!.Value, said.NoticeSha256, said.Language, said.EvidenceReference));
        Assert.True((await _call.Decision(_caller)).MayCapture);
        Assert.DoesNotContain("clip/77", (await _bench.Ledger())[^1].Leaf, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_keyed_yes_is_kept_with_its_key_and_its_question()
    {
        Assert.Null((await _bench.Send(Yes("dtmf") with { Digit = "1", PromptId = "ask-es-3" })).Error);

        var said = Assert.Single(await _call.Events());
        Assert.Equal(("1", "ask-es-3"), (said.Digit, said.PromptId));
        Assert.Contains("\"digit\":\"1\"", (await _bench.Ledger())[^1].Leaf, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spoken", "evidence", "consent.evidence-missing")]
    [InlineData("spoken", "notice", "consent.notice-missing")]
    [InlineData("spoken", "unknown notice", "consent.notice-not-found")]
    [InlineData("dtmf", "evidence", "consent.evidence-missing")]
    [InlineData("dtmf", "notice", "consent.notice-missing")]
    [InlineData("dtmf", "digit", "consent.digit-missing")]
    [InlineData("dtmf", "prompt", "consent.prompt-missing")]
    public async Task A_yes_that_could_not_be_shown_later_is_refused_and_writes_nothing(string method, string without, string code)
    {
        var yes = method == "dtmf" ? Yes(method) with { Digit = "1", PromptId = "ask-1" } : Yes(method);
        var before = await _bench.Everything();

        var refused = await _bench.Send(without switch
        {
            "evidence" => yes with { EvidenceReference = " " },
            "notice" => yes with { Notice = null },
            "unknown notice" => yes with { Notice = NoticeId.New(_bench.Clock.GetUtcNow()) },
            "digit" => yes with { Digit = null },
            _ => yes with { PromptId = null },
        });

        Assert.Equal(code, refused.Error?.Code);
        Assert.False(string.IsNullOrEmpty(refused.Error!.WhatToDo));
        Assert.Equal(before, await _bench.Everything());
    }

    [Theory]
    [InlineData(ConsentEventKind.Refused)]
    [InlineData(ConsentEventKind.Withdrawn)]
    public async Task A_no_needs_no_evidence_and_offers_a_line_that_is_not_recorded(ConsentEventKind no)
    {
        Assert.Null((await _bench.Send(new RecordConsent.Command(_call.Id, _caller, no, "spoken", null, null))).Error);

        var decision = await _call.Decision(_caller);
        Assert.False(decision.MayCapture);
        Assert.Contains("offer-unrecorded-channel", decision.Actions);
    }

    [Theory]
    [InlineData("ambiguous")]
    [InlineData("timeout")]
    [InlineData("hang-up")]
    public async Task A_question_without_an_answer_is_no_consent_and_is_asked_again(string outcome)
    {
        Assert.Null((await _bench.Send(Yes("spoken") with { Kind = ConsentEventKind.Notified, Outcome = outcome, EvidenceReference = null })).Error);

        var decision = await _call.Decision(_caller);
        Assert.False(decision.MayCapture);
        Assert.Contains("request-consent", decision.Actions);
        Assert.Equal(outcome, Assert.Single(await _call.Events()).Outcome);
    }

    [Fact]
    public async Task A_yes_with_an_outcome_is_a_contradiction() =>
        Assert.Equal(ConsentErrors.OutcomeIsNoAnswer, (await _bench.Send(Yes("spoken") with { Outcome = "ambiguous" })).Error);

    private RecordConsent.Command Yes(string method) =>
        new(_call.Id, _caller, ConsentEventKind.Granted, method, null, "clip/77") { Notice = _notice.Id };

    private async Task Publish(string language, string? spoken)
    {
        var drafted = (await _bench.Send(new DraftNotice.Command(language, "May we?", "This call is recorded.", [], spoken))).Value;
        Assert.Null((await _bench.Send(new PublishNotice.Command(language, drafted.Sha256))).Error);
    }
}
