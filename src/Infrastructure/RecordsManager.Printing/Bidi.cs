using System.Globalization;

namespace RecordsManager.Printing;

/// <summary>A stretch of a line that is written in one direction.</summary>
/// <param name="Level">Even: left to right; odd: right to left (UAX 9).</param>
internal readonly record struct BidiRun(int Start, int Length, int Level)
{
    public bool IsRightToLeft => (Level & 1) == 1;
}

/// <summary>
/// The part of the Unicode bidirectional algorithm (UAX 9) that plain text needs: base direction by the first strong letter
/// (P2, P3), numbers (W4, W7), neutrals (N1, N2), implicit levels (I1, I2) and the order of a line (L2). No explicit
/// formatting characters: they are dropped with the other controls.
/// </summary>
internal static class Bidi
{
    private enum Kind
    {
        Left,
        Right,
        Number,
        Neutral,
    }

    public static bool IsRightToLeft(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            switch (KindOf(rune.Value))
            {
                case Kind.Left: return false;
                case Kind.Right: return true;
                default: continue;
            }
        }

        return false;
    }

    /// <summary>The runs of one line in the order in which they stand on paper, from left to right.</summary>
    public static IReadOnlyList<BidiRun> Line(string text, bool isRightToLeft)
    {
        var levels = Levels(text, isRightToLeft ? 1 : 0);
        List<BidiRun> runs = [];
        for (var i = 0; i < levels.Length; i++)
        {
            if (runs.Count > 0 && runs[^1].Level == levels[i])
            {
                runs[^1] = runs[^1] with { Length = runs[^1].Length + 1 };
            }
            else
            {
                runs.Add(new BidiRun(i, 1, levels[i]));
            }
        }

        Reorder(runs);
        return runs;
    }

    /// <summary>L2: from the highest level down to 1, reverse every sequence of runs at that level or above.</summary>
    private static void Reorder(List<BidiRun> runs)
    {
        for (var level = runs.Select(r => r.Level).DefaultIfEmpty().Max(); level > 0; level--)
        {
            for (var i = 0; i < runs.Count; i++)
            {
                var end = i;
                while (end < runs.Count && runs[end].Level >= level)
                {
                    end++;
                }

                if (end > i)
                {
                    runs.Reverse(i, end - i);
                    i = end;
                }
            }
        }
    }

    private static int[] Levels(string text, int paragraph)
    {
        var kinds = Kinds(text);
        ResolveNumbers(kinds, text, paragraph);
        ResolveNeutrals(kinds, paragraph);
        return Array.ConvertAll(kinds, kind => kind switch
        {
            Kind.Left => paragraph == 0 ? 0 : 2,
            Kind.Right => 1,
            _ => 2, // I1, I2: a number stands left to right inside what runs right to left
        });
    }

    private static Kind[] Kinds(string text)
    {
        var kinds = new Kind[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            var wide = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            kinds[i] = KindOf(wide ? char.ConvertToUtf32(text[i], text[i + 1]) : text[i]);
            if (wide)
            {
                kinds[i + 1] = kinds[i];
                i++;
            }
            else if (i > 0 && CharUnicodeInfo.GetUnicodeCategory(text[i]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
            {
                kinds[i] = kinds[i - 1]; // W1: a mark is what it stands on
            }
        }

        return kinds;
    }

    /// <summary>W4: a single separator between digits belongs to the number. W7: after a Latin letter a number is Latin.</summary>
    private static void ResolveNumbers(Kind[] kinds, string text, int paragraph)
    {
        for (var i = 1; i + 1 < kinds.Length; i++)
        {
            if (text[i] is '.' or ',' or ':' or '/' or '-' or '+' && kinds[i - 1] == Kind.Number && kinds[i + 1] == Kind.Number)
            {
                kinds[i] = Kind.Number;
            }
        }

        var strong = paragraph == 0 ? Kind.Left : Kind.Right;
        for (var i = 0; i < kinds.Length; i++)
        {
            if (kinds[i] == Kind.Number)
            {
                kinds[i] = strong == Kind.Left ? Kind.Left : Kind.Number;
            }
            else if (kinds[i] != Kind.Neutral)
            {
                strong = kinds[i];
            }
        }
    }

    private static void ResolveNeutrals(Kind[] kinds, int paragraph)
    {
        var outside = paragraph == 0 ? Kind.Left : Kind.Right;
        for (var i = 0; i < kinds.Length; i++)
        {
            if (kinds[i] != Kind.Neutral)
            {
                continue;
            }

            var end = i;
            while (end < kinds.Length && kinds[end] == Kind.Neutral)
            {
                end++;
            }

            var before = i == 0 ? outside : Strong(kinds[i - 1]);
            var after = end == kinds.Length ? outside : Strong(kinds[end]);
            Array.Fill(kinds, before == after ? before : outside, i, end - i);
            i = end - 1;
        }

        static Kind Strong(Kind kind) => kind == Kind.Number ? Kind.Right : kind;
    }

    private static Kind KindOf(int codePoint) => codePoint switch
    {
        >= '0' and <= '9' or >= 0x660 and <= 0x669 or 0x66B or 0x66C or >= 0x6F0 and <= 0x6F9 => Kind.Number,
        >= 0x590 and <= 0x8FF or >= 0xFB1D and <= 0xFDFF or >= 0xFE70 and <= 0xFEFF or >= 0x10800 and <= 0x10FFF or >= 0x1E800 and <= 0x1EFFF =>
            CharUnicodeInfo.GetUnicodeCategory(codePoint) is UnicodeCategory.OtherPunctuation && codePoint is 0x60C ? Kind.Neutral : Kind.Right,
        _ => CharUnicodeInfo.GetUnicodeCategory(codePoint) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber or UnicodeCategory.SpacingCombiningMark ? Kind.Left : Kind.Neutral,
    };
}
