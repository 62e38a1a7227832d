using FsCheck;
using FsCheck.Fluent;
using RecordsManager.Application.Transcripts;
using RecordsManager.Application.Transcripts.Formats;

namespace RecordsManager.Ingest.Tests.Transcripts;

public sealed class ReadingTranscriptFiles
{
    [Fact]
    public void WebVTT_gives_a_line_for_each_voice_span_and_reads_over_everything_else()
    {
        var lines = Read(TranscriptFormat.WebVtt, """
            WEBVTT - the call
            X-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000

            STYLE
            ::cue { color: lime }

            NOTE --> this is no timing

            1
            00:01.000 --> 00:02.500 align:start position:10%
            <v.loud Ada Lovelace><i>Good</i> morning,
            everyone &amp; all.</v> <v Bao>Hello &lt;there&gt;

            01:00:00.000 --> 01:00:01.000
            Nobody said this.
            """);

        Assert.Equal(
        [
            new ReadLine("Ada Lovelace", 1000, 2500, "Good morning, everyone & all."),
            new ReadLine("Bao", 1000, 2500, "Hello <there>"),
            new ReadLine(null, 3_600_000, 3_601_000, "Nobody said this."),
        ], lines);
    }

    [Fact]
    public void SRT_begins_a_line_where_a_name_stands_before_the_words()
    {
        var lines = Read(TranscriptFormat.Srt, "1\r\n00:00:01,000 --> 00:00:02,000\r\nAda Lovelace: <i>Good</i> morning\r\neveryone.\r\nBao: Hello. Note: this stays.\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nI said. That is all: done\r\n");

        Assert.Equal(
        [
            new ReadLine("Ada Lovelace", 1000, 2000, "Good morning everyone."),
            new ReadLine("Bao", 1000, 2000, "Hello. Note: this stays."),
            new ReadLine("I said. That is all", 3000, 4000, "done"),
        ], lines);
    }

    [Theory]
    [InlineData("""{"language":"en","segments":[{"id":0,"start":1.0,"end":2.5,"text":" Good morning","speaker":"SPEAKER_00"},{"start":3,"end":3,"text":"Yes"},{"start":4,"end":5,"text":"  "}]}""", "SPEAKER_00")]
    [InlineData("""{"result":{"language":"en"},"transcription":[{"timestamps":{"from":"00:00:01,000","to":"00:00:02,500"},"offsets":{"from":1000,"to":2500},"text":" Good morning","speaker":0},{"offsets":{"from":3000,"to":3000},"text":"Yes"}]}""", "0")]
    public void Whisper_gives_a_line_for_each_segment(string json, string speaker)
    {
        Assert.Equal([new ReadLine(speaker, 1000, 2500, "Good morning"), new ReadLine(null, 3000, 3001, "Yes")], Read(TranscriptFormat.WhisperJson, json));
    }

    [Theory]
    [InlineData(TranscriptFormat.WebVtt, "", "Line 1: a WebVTT file begins with WEBVTT.")]
    [InlineData(TranscriptFormat.WebVtt, "\n\nWEBVTTX\n", "Line 3: a WebVTT file begins with WEBVTT.")]
    [InlineData(TranscriptFormat.WebVtt, "WEBVTT\n\n1\n00:01.000 -> 00:02.000\nHi", "Line 3: a cue has a timing")]
    [InlineData(TranscriptFormat.WebVtt, "WEBVTT\n\n1\n00:01 --> 00:02\nHi", "Line 4: this is no timing")]
    [InlineData(TranscriptFormat.WebVtt, "WEBVTT\n\n00:02.000 --> 00:01.000\nHi", "Line 3: it ends before it begins")]
    [InlineData(TranscriptFormat.Srt, "1\nHi", "Line 1: a subtitle has its number")]
    [InlineData(TranscriptFormat.WhisperJson, "{\n\"segments\": [}", "Line 2: this is no JSON")]
    [InlineData(TranscriptFormat.WhisperJson, "[]", "Line 1: it is JSON, but no object")]
    [InlineData(TranscriptFormat.WhisperJson, """{"segments":[{"start":0,"end":1,"text":"a"},{"start":2,"text":"b"}]}""", "Segment 2: it has no times")]
    [InlineData(TranscriptFormat.WhisperJson, """{"segments":[{"start":0,"end":1}]}""", "Segment 1: it has no text")]
    public void What_cannot_be_read_is_refused_with_its_place(TranscriptFormat format, string content, string says)
    {
        var refused = TranscriptFile.Read(format, content).Error;

        Assert.Equal("transcript.unreadable", refused?.Code);
        Assert.StartsWith(says, refused!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_the_limits_is_refused()
    {
        Assert.Equal("transcript.too-large", TranscriptFile.Read(TranscriptFormat.WebVtt, "WEBVTT\n\n00:01.000 --> 00:02.000\n" + new string('a', TranscriptFile.MostCharacters + 1)).Error?.Code);
        Assert.Equal("transcript.too-large", TranscriptFile.Read(TranscriptFormat.WebVtt, "WEBVTT\n" + string.Concat(Enumerable.Repeat("\n00:01.000 --> 00:02.000\na\n", TranscriptFile.MostLines + 1))).Error?.Code);
    }

    [Fact]
    public void What_is_written_as_WebVTT_is_read_as_it_was() =>
        Prop.ForAll(Lines().ToArbitrary(), lines => Read(TranscriptFormat.WebVtt, WebVttWriter.Write(lines, "a note")).SequenceEqual(lines)).QuickCheckThrowOnFailure();

    [Fact]
    public void No_text_makes_it_throw() =>
        Prop.ForAll(Noise().ToArbitrary(), text => Enum.GetValues<TranscriptFormat>().All(format => TranscriptFile.Read(format, text) is { } read && (read.Failed || read.Value.All(l => l.Text.Length > 0 && l.ToMs > l.FromMs))))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Words_are_searched_without_case_accents_and_apostrophes_and_with_the_marks_of_other_scripts()
    {
        Assert.Equal(["dont", "strasse", "uber", "cafe", "fi"], WordForms.Of("Don’t, STRASSE; Über—café ﬁ!"));
        Assert.Equal(["हिन्दी"], WordForms.Of("हिन्दी"));
        Assert.Equal(["東", "京", "is", "2", "nd"], WordForms.Of("東京 is 2.nd"));
        Assert.True(WordForms.Holds("Wir treffen uns in der Straße.", ["strasse", "treffen"]));
        Assert.False(WordForms.Holds("Wir treffen uns.", ["treff"]));
    }

    /// <summary>As a transcript holds them: by time, names and texts of one line.</summary>
    private static Gen<List<ReadLine>> Lines() =>
        from count in Gen.Choose(0, 8)
        from texts in Gen.ListOf(Text(), count)
        from names in Gen.ListOf(Text(), count)
        from gaps in Gen.ListOf(Gen.Choose(1, 5_000_000), count)
        select texts.Zip(names, gaps).Aggregate(new List<ReadLine>(), (lines, next) =>
        {
            var begin = (lines.Count > 0 ? lines[^1].FromMs : 0) + next.Third;
            lines.Add(new ReadLine(next.Second, begin, begin + (next.Third % 7_000) + 1, next.First));
            return lines;
        });

    private static Gen<string> Text() =>
        from words in Gen.NonEmptyListOf(Gen.Elements("a", "<v", "v>", "&amp;", "&", "-->", "WEBVTT", "NOTE", "</v>", "naïve", "東京", "👋", "1:", "{\\an8}", "\""))
        select string.Join(' ', words);

    private static Gen<string> Noise() =>
        from parts in Gen.ListOf(Gen.OneOf(
            Gen.Elements("WEBVTT", "\n", "\n\n", "\r", "00:01.000 --> 00:02.000", "00:00:01,000 --> 00:00:02,000", "-->", "<v", ">", "&#x", ";", "{", "}", "[", "]", "\"segments\":", "\"results\":", "\"channels\":", "\"items\":", "\"alternatives\":", "\"words\":", "\"utterances\":", "\"start_time\":\"1\"", "\"start\":1,\"end\":2,\"text\":", "\"\\ud800\"", "\"x\"", ",", "\0", "\ud800", "1e999", "NOTE"),
            ArbMap.Default.GeneratorFor<string>().Select(s => s ?? "")))
        select string.Concat(parts);

    private static IReadOnlyList<ReadLine> Read(TranscriptFormat format, string content)
    {
        var read = TranscriptFile.Read(format, content);
        Assert.Null(read.Error);
        return read.Value;
    }
}
