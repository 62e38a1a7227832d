using System.Globalization;
using RecordsManager.Domain.Recordings;
using RecordsManager.Web.Pages.Words;

namespace RecordsManager.Web.Pages.Parts;

/// <summary>A part of a recording as two fields of a form have it: clocks like 1:20 or 1:02:03.5.</summary>
public static class PartText
{
    private const long Second = 1_000_000_000;

    /// <returns>Null: all of it. What is no clock is before the beginning, and so refused.</returns>
    public static Stretch? Read(string? from, string? to) =>
        string.IsNullOrWhiteSpace(from) && string.IsNullOrWhiteSpace(to) ? null : new Stretch(Read(from, otherwise: 0), Read(to, Stretch.Always.ToNs));

    /// <returns>Nothing for a part that goes on to the end.</returns>
    public static string? Write(long? ns) => ns is not { } at || at == Stretch.Always.ToNs
        ? null
        : Figures.Clock(at / 1_000_000) + (at % Second == 0 ? "" : (at % Second / 1e9).ToString(".###", CultureInfo.InvariantCulture));

    private static long Read(string? text, long otherwise)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return otherwise;
        }

        var seconds = 0.0;
        foreach (var part in text.Trim().Split(':'))
        {
            if (!double.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            {
                return -Second;
            }

            seconds = (seconds * 60) + value;
        }

        return (long)(seconds * Second);
    }
}
