using System.Globalization;
using System.Text;

namespace RecordsManager.Application.Transcripts;

/// <summary>
/// The words of a text in the form in which they are searched: Unicode NFKC, lower case, apostrophes left out, accents of Latin,
/// Greek and Cyrillic letters folded away; marks of other scripts stay, as without them it is another word. Chinese and Japanese
/// characters are words of their own, since nothing stands between their words.
/// </summary>
public static class WordForms
{
    /// <summary>Longer ones are cut: nobody types more.</summary>
    private const int MostCharacters = 40;

    private const int FirstScriptThatNeedsItsMarks = 0x0590;

    public static IReadOnlyList<string> Of(string text)
    {
        List<string> words = [];
        var word = new StringBuilder();
        var letter = 0;
        foreach (var rune in Decomposed(text).EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            {
                if (word.Length > 0 && letter >= FirstScriptThatNeedsItsMarks)
                {
                    word.Append(rune.ToString());
                }
            }
            else if (IsAlone(rune.Value))
            {
                End();
                words.Add(rune.ToString());
            }
            else if (Rune.IsLetterOrDigit(rune))
            {
                letter = rune.Value;
                word.Append(rune.Value == 'ß' ? "ss" : rune.ToString());
            }
            else if (rune.Value is not ('\'' or '\u2019'))
            {
                End();
            }
        }

        End();
        return words;

        void End()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString(0, Math.Min(word.Length, MostCharacters)));
                word.Clear();
            }
        }
    }

    /// <summary>Does the text hold every word that is asked for?</summary>
    public static bool Holds(string text, IReadOnlyCollection<string> asked)
    {
        var words = Of(text).ToHashSet(StringComparer.Ordinal);
        return asked.Count > 0 && asked.All(words.Contains);
    }

    private static string Decomposed(string text)
    {
        // Half of a surrogate pair cannot be normalized.
        var whole = string.Concat(text.EnumerateRunes().Select(r => r.ToString()));
        return whole.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Normalize(NormalizationForm.FormD);
    }

    private static bool IsAlone(int rune) => rune is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0x20000 and <= 0x3FFFF);
}
