using RecordsManager.Domain.Consent;

namespace RecordsManager.Domain.Tests.Consent;

public sealed class AdvisingOnNotices
{
    [Fact]
    public void A_notice_that_says_nothing_misses_all_ten_points() =>
        Assert.Equal(Enum.GetValues<NoticePoint>(), NoticeAdvice.Missing("en", NoticeText.Of("May we?", "Hello.", []))!);

    [Fact]
    public void A_point_is_found_in_a_part_as_well_as_in_the_body() =>
        Assert.DoesNotContain(
            NoticePoint.RecipientsAndTransfers, NoticeAdvice.Missing("de-CH", NoticeText.Of("Dürfen wir?", "Guten Tag.", [new("sharing", "Die Eingeladenen können Ihren Teil ansehen können.")]))!);

    [Fact]
    public void That_a_call_may_be_recorded_is_not_that_it_is() =>
        Assert.Contains(NoticePoint.IsRecorded, NoticeAdvice.Missing("en", NoticeText.Of("May we?", "This call may be recorded.", []))!);

    [Fact]
    public void What_is_read_out_makes_five_points_and_is_told_which_it_does_not_make()
    {
        NoticePoint[] five = [NoticePoint.IsRecorded, NoticePoint.WhoAndContact, NoticePoint.PurposeAndBasis, NoticePoint.RightsAndHow, NoticePoint.RefusalAndAlternative];

        Assert.Equal(five, NoticeAdvice.MissingSpoken("en", NoticeText.Of("May we?", "Hello.", []))!);
        Assert.Equal(five, NoticeAdvice.MissingSpoken("en", NoticeText.Of("May we?", "This call is recorded.", [], "Hello."))!); // what is written does not count
        Assert.Equal(
            [NoticePoint.RefusalAndAlternative],
            NoticeAdvice.MissingSpoken("de", NoticeText.Of("?", "?", [], "Dieses Gespräch wird aufgezeichnet. Kontakt: 0800 1. Grundlage ist Ihre Einwilligung. Widerruf jederzeit."))!);
        Assert.Null(NoticeAdvice.MissingSpoken("hi", NoticeText.Of("?", "?", [], "?")));
    }

    [Fact]
    public void A_language_without_a_word_list_gets_no_advice() => Assert.Null(NoticeAdvice.Missing("hi", NoticeText.Of("?", "?", [])));

    [Fact]
    public void The_hash_of_the_first_form_is_of_title_body_and_parts_joined_by_line_feeds()
    {
        var text = NoticeText.Of(" May we? ", "One.\r\n\r\n  Two.", [new("recording", "Three."), new("ai", " ")]);

        Assert.Equal("May we?\nOne.\nTwo.\nThree.", text.Canonical);
        Assert.Equal("150a4076", ShownNotice.Whole(1, "en", 1, text).Sha256[..8]);
    }
}
