using System.Text;
using RecordsManager.Application.Transcripts.Formats;

namespace RecordsManager.Ingest.Tests.Transcripts;

/// <summary>What services write; each sample is our own, in the shape of theirs.</summary>
public sealed class ReadingVendorTranscripts
{
    private const string Zoom = "WEBVTT\r\n\r\n1\r\n00:00:01.000 --> 00:00:02.500\r\nAda Lovelace: Good morning: all.\r\n\r\n2\r\n00:00:03.000 --> 00:00:04.000\r\nBao Li: Hello.\r\n\r\n3\r\n00:00:05.000 --> 00:00:06.000\r\nand welcome\r\n";

    private const string Teams = "WEBVTT\n\n4f2a9d1e-0000-4000-8000-0123456789ab/12-0\n00:00:01.000 --> 00:00:02.500\n<v Ada Lovelace>Good morning: all.</v>\n\n4f2a9d1e-0000-4000-8000-0123456789ab/14-0\n00:00:03.000 --> 00:00:04.000\n<v Bao Li>Hello.</v>\n";

    private const string DeepgramUtterances = """
        {"metadata":{"channels":1},"results":{"channels":[{"alternatives":[{"transcript":"Good morning. Hello.","words":[]}]}],
        "utterances":[{"start":1.0,"end":2.5,"confidence":0.9,"channel":0,"transcript":"Good morning.","speaker":0,"id":"a"},{"start":3,"end":4.0004,"channel":0,"transcript":"Hello.","speaker":1,"id":"b"}]}}
        """;

    private const string DeepgramParagraphs = """
        {"results":{"channels":[{"alternatives":[{"transcript":"Good morning. Hello.","words":[{"word":"good","start":1,"end":1.2}],"paragraphs":{"paragraphs":[
        {"sentences":[{"text":"Good morning.","start":1,"end":2.5}],"speaker":0,"start":1,"end":2.5},{"sentences":[{"text":"Hello.","start":3,"end":4}],"speaker":1,"start":3,"end":4}]}}]}]}}
        """;

    private const string DeepgramWords = """
        {"results":{"channels":[{"alternatives":[{"words":[{"word":"good","start":1.0,"end":1.4,"punctuated_word":"Good"},{"word":"morning","start":1.4,"end":2.5,"punctuated_word":"morning."}]}]},
        {"alternatives":[{"words":[{"word":"hello","start":3,"end":4,"punctuated_word":"Hello."}]}]}]}}
        """;

    private const string AssemblyAi = """
        {"id":"x","status":"completed","text":"Good morning. Hello.","words":[],"utterances":[{"speaker":"A","start":1000,"end":2500,"text":"Good morning.","words":[]},{"speaker":"B","start":3000,"end":4000,"text":"Hello."}]}
        """;

    private const string Amazon = """
        {"jobName":"j","status":"COMPLETED","results":{"transcripts":[{"transcript":"Good morning. Hello."}],
        "speaker_labels":{"speakers":2,"segments":[{"start_time":"1.0","end_time":"2.5","speaker_label":"spk_0","items":[{"start_time":"1.0","end_time":"1.4","speaker_label":"spk_0"},{"start_time":"1.4","end_time":"2.5","speaker_label":"spk_0"}]}]},
        "items":[{"type":"pronunciation","start_time":"1.0","end_time":"1.4","alternatives":[{"confidence":"0.9","content":"Good"}]},{"type":"pronunciation","start_time":"1.4","end_time":"2.5","alternatives":[{"content":"morning"}]},
        {"type":"punctuation","alternatives":[{"confidence":"0.0","content":"."}]},{"type":"pronunciation","start_time":"3.0","end_time":"4.0","speaker_label":"spk_1","alternatives":[{"content":"Hello"}]},{"type":"punctuation","alternatives":[{"content":"."}]}]}}
        """;

    private const string GoogleFirst = """
        {"results":[{"alternatives":[{"transcript":"good morning","words":[{"endTime":"1.400s","word":"Good"}]}]},
        {"alternatives":[{"words":[{"startTime":"1s","endTime":"1.400s","word":"Good","speakerTag":1},{"startTime":"1.400s","endTime":"2.500s","word":"morning.","speakerTag":1},{"startTime":"3s","endTime":"4s","word":"Hello.","speakerTag":2}]}]}]}
        """;

    private const string GoogleSecond = """
        {"name":"op","done":true,"response":{"results":[{"alternatives":[{"words":[{"startOffset":"1s","endOffset":"1.4s","word":"Good","speakerLabel":"1"},{"startOffset":"1.4s","endOffset":"2.5s","word":"morning.","speakerLabel":"1"}]}]},{},
        {"alternatives":[{"words":[{"startOffset":"3s","endOffset":"4s","word":"Hello.","speakerLabel":"2"}]}],"resultEndOffset":"4s"}]}}
        """;

    [Theory]
    [InlineData("zoom-vtt", Zoom, "Ada Lovelace", "Bao Li", "Good morning: all.", 3)]
    [InlineData("webvtt", Teams, "Ada Lovelace", "Bao Li", "Good morning: all.", 2)]
    [InlineData("deepgram-json", DeepgramUtterances, "0", "1", "Good morning.", 2)]
    [InlineData("deepgram-json", DeepgramParagraphs, "0", "1", "Good morning.", 2)]
    [InlineData("deepgram-json", DeepgramWords, "channel 0", "channel 1", "Good morning.", 2)]
    [InlineData("assemblyai-json", AssemblyAi, "A", "B", "Good morning.", 2)]
    [InlineData("amazon-transcribe-json", Amazon, "spk_0", "spk_1", "Good morning.", 2)]
    [InlineData("google-stt-json", GoogleFirst, "1", "2", "Good morning.", 2)]
    [InlineData("google-stt-json", GoogleSecond, "1", "2", "Good morning.", 2)]
    public void Each_line_has_its_speaker_and_its_times_and_the_format_is_found_out(string format, string content, string first, string second, string said, int count)
    {
        Assert.Equal(format, TranscriptFile.WordOf(TranscriptFile.Guess(content)));
        var read = TranscriptFile.Read(TranscriptFile.FormatOf(format)!.Value, content);

        Assert.Null(read.Error);
        Assert.Equal(count, read.Value.Count);
        Assert.Equal([new ReadLine(first, 1000, 2500, said), new ReadLine(second, 3000, 4000, "Hello.")], read.Value.Take(2));
    }

    [Theory]
    [InlineData("deepgram-json", """{"results":{"utterances":[]}}""", "Line 1: there are no results with channels")]
    [InlineData("deepgram-json", """{"results":{"channels":[{"alternatives":[{"words":[{"word":"a","start":0,"end":1},{"word":"b","start":2,"end":1}]}]}]}}""", "Channel 0, word 2: it has no times")]
    [InlineData("assemblyai-json", """{"status":"queued"}""", "Line 1: the transcript is not completed but “queued”")]
    [InlineData("amazon-transcribe-json", """{"results":{"items":[{"type":"pronunciation","start_time":"1e3","end_time":"2","alternatives":[{"content":"a"}]}]}}""", "Item 1: it has no times")]
    [InlineData("amazon-transcribe-json", """{"results":{"items":[{"type":"pronunciation","start_time":"1","end_time":"2","alternatives":[]}]}}""", "Item 1: it has no text")]
    [InlineData("google-stt-json", """{"results":[{"alternatives":[{"transcript":"a"}]}]}""", "Result 1: its words have no times. Recognise it with word time offsets")]
    [InlineData("google-stt-json", "[1]", "Line 1: it is JSON, but no object")]
    public void What_cannot_be_read_is_refused_with_its_place(string format, string content, string says)
    {
        var refused = TranscriptFile.Read(TranscriptFile.FormatOf(format)!.Value, content).Error;

        Assert.Equal("transcript.unreadable", refused?.Code);
        Assert.StartsWith(says, refused!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_become_lines_that_fit_under_a_picture_and_end_with_sentences_pauses_and_speakers()
    {
        var content = new StringBuilder("""{"results":{"channels":[{"alternatives":[{"words":[""");
        for (var i = 0; i < 60; i++)
        {
            content.Append(i > 0 ? "," : "").Append(System.Globalization.CultureInfo.InvariantCulture, $$"""{"word":"word{{i:00}}{{(i == 4 ? "." : "")}}","start":{{(i * 0.3) + (i >= 10 ? 2 : 0):0.0}},"end":{{(i * 0.3) + 0.2 + (i >= 10 ? 2 : 0):0.0}},"speaker":{{(i < 20 ? 0 : 1)}}}""");
        }

        var lines = TranscriptFile.Read(TranscriptFormat.DeepgramJson, content.Append("]}]}]}}").ToString()).Value;

        Assert.Equal(["word00 word01 word02 word03 word04.", "word05 word06 word07 word08 word09"], lines.Take(2).Select(l => l.Text));
        Assert.Equal("word10 word11 word12 word13 word14 word15 word16 word17 word18 word19", lines[2].Text);
        Assert.All(lines, l => Assert.True(l.Text.Length <= 84 && l.ToMs - l.FromMs <= 7_000));
        Assert.Equal(60, lines.Sum(l => l.Text.Split(' ').Length));
    }

    [Fact]
    public void Turns_name_the_lines_of_nobody_by_who_speaks_longest_in_them()
    {
        var turns = Rttm.Read(";; of the call\nSPKR-INFO call 1 <NA> <NA> <NA> unknown ann <NA>\nSPEAKER call 1 0.50 2.00 <NA> <NA> ann <NA> <NA>\nSPEAKER call 1 2.4 1.6 <NA> <NA> ben 0.9 <NA>\r\nSPEAKER call 1 10 1e1 NA NA ann NA\n").Value;
        Assert.Equal([new Turn("ann", 500, 2500), new Turn("ben", 2400, 4000), new Turn("ann", 10_000, 20_000)], turns);

        var named = Rttm.Name([new(null, 0, 1000, "a"), new(null, 2000, 3500, "b"), new("Cleo", 600, 900, "c"), new(null, 5000, 9000, "d"), new(null, 19_000, 21_000, "e")], turns);

        Assert.Equal(["ann", "Cleo", "ben", null, "ann"], named.Select(l => l.Speaker));
    }

    [Theory]
    [InlineData("", "Line 1 of the turns: there is no turn")]
    [InlineData("SPEAKER call 1 0 1 <NA> <NA> a <NA> <NA>\nWORDS call 1", "Line 2 of the turns: a turn has ten fields")]
    [InlineData("SPEAKER call 1 0 1 <NA> <NA> a <NA> <NA>\nSPEAKER other 1 0 1 <NA> <NA> a <NA> <NA>", "Line 2 of the turns: this is another recording")]
    [InlineData("SPEAKER call 1 -1 1 <NA> <NA> a <NA> <NA>", "Line 1 of the turns: its fourth field")]
    [InlineData("SPEAKER call 1 0 NaN <NA> <NA> a <NA> <NA>", "Line 1 of the turns: its fourth field")]
    [InlineData("SPEAKER call 1 0 1e300 <NA> <NA> a <NA> <NA>", "Line 1 of the turns: its fourth field")]
    [InlineData("SPEAKER call 1 0 1 <NA> <NA> <NA> <NA> <NA>", "Line 1 of the turns: its eighth field")]
    public void Turns_that_cannot_be_read_are_refused_with_their_line(string content, string says)
    {
        var refused = Rttm.Read(content).Error;

        Assert.Equal("transcript.turns-unreadable", refused?.Code);
        Assert.StartsWith(says, refused!.Message, StringComparison.Ordinal);
    }
}
