using RecordsManager.Domain.Consent;

namespace RecordsManager.Domain.Tests.Consent;

public sealed class HashingNotices
{
    private static readonly NoticeText Text = NoticeText.Of("May we?", "This call is recorded.\nAsk us.", [new("recording", "Your voice."), new("sharing", "Others watch.")]);

    [Fact]
    public void The_form_of_today_binds_language_version_and_purposes_to_the_words()
    {
        var shown = ShownNotice.Whole(2, "en", 3, Text);

        Assert.Equal(
            "records-notice 2\nlanguage: en\nversion: 3\npurposes: recording sharing\n\nMay we?\nThis call is recorded.\nAsk us.\n\npart: recording\nYour voice.\n\npart: sharing\nOthers watch.",
            shown.Canonical);
        Assert.Equal(6, new[]
        {
            shown.Sha256,
            (shown with { Language = "en-GB" }).Sha256,
            (shown with { Version = 4 }).Sha256,
            (shown with { Purposes = ["recording", "ai"] }).Sha256,
            ShownNotice.Whole(2, "en", 3, NoticeText.Of("May we?", "This call is recorded.\nAsk us.", [new("recording", "Your voice."), new("ai", "Others watch.")])).Sha256,
            (shown with { Form = 1 }).Sha256,
        }.Distinct().Count());
    }

    [Fact]
    public void What_is_read_out_on_the_telephone_is_the_last_section_and_part_of_the_hash()
    {
        var spoken = ShownNotice.Whole(2, "en", 3, Text with { Spoken = "This call is recorded.\nSay yes or no." });

        Assert.EndsWith("\n\npart: sharing\nOthers watch.\n\nspoken:\nThis call is recorded.\nSay yes or no.", spoken.Canonical, StringComparison.Ordinal);
        Assert.NotEqual(ShownNotice.Whole(2, "en", 3, Text).Sha256, spoken.Sha256);
        Assert.Null(NoticeText.Of("May we?", "Hello.", [], " \n ").Spoken);
    }

    [Fact]
    public void The_form_before_binds_the_words_alone()
    {
        var shown = ShownNotice.Whole(1, "en", 3, Text);

        Assert.Equal(Text.Canonical, shown.Canonical);
        Assert.Equal(shown.Sha256, (shown with { Language = "de", Version = 9, Purposes = ["ai"] }).Sha256);
    }

    [Fact]
    public void A_line_that_moves_from_the_body_into_a_part_is_another_notice()
    {
        var moved = NoticeText.Of("May we?", "This call is recorded.", [new("recording", "Ask us.\nYour voice."), new("sharing", "Others watch.")]);

        Assert.Equal(ShownNotice.Whole(1, "en", 3, Text).Sha256, ShownNotice.Whole(1, "en", 3, moved).Sha256);
        Assert.NotEqual(ShownNotice.Whole(2, "en", 3, Text).Sha256, ShownNotice.Whole(2, "en", 3, moved).Sha256);
    }

    [Fact]
    public void Words_that_look_like_a_section_stay_words()
    {
        var tricky = NoticeText.Of("May we?", "This call is recorded.\n\npart: sharing\nOthers watch.", [new("recording", "Your voice.")]);

        Assert.Equal(3, ShownNotice.Whole(2, "en", 3, tricky).Canonical.Split("\n\n").Length); // head, title and body, one part
    }

    [Fact]
    public void A_notice_that_is_published_is_hashed_in_the_form_of_today_and_says_so_on_the_ledger()
    {
        var draft = new NoticeDraft(NoticeId.New(A.Now), A.Organization, "en");
        draft.Write(Text, 2, A.Now);

        var notice = draft.Publish(2, ShownNotice.Whole(2, "en", 2, Text).Sha256, A.Now).Value;

        var told = Assert.Single(notice.Facts()).Details!;
        Assert.Equal((2, "2", notice.Sha256), (notice.Form, told["form"], told["sha256"]));
        Assert.Equal(NoticeErrors.DraftChanged, draft.Publish(3, ShownNotice.Whole(2, "en", 2, Text).Sha256, A.Now).Error); // another version is another hash
    }
}
