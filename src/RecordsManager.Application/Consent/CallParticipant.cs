using FluentValidation;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;

namespace RecordsManager.Application.Consent;

/// <summary>Somebody whom the product names, and what it knows of them.</summary>
public sealed record CallParticipant(string Identity, string? DisplayName, ParticipantFacts Facts);

internal sealed class CallParticipantValidator : AbstractValidator<CallParticipant>
{
    public CallParticipantValidator()
    {
        RuleFor(p => p.Identity).NotEmpty().MaximumLength(256);
        RuleFor(p => p.DisplayName).MaximumLength(256);
        RuleFor(p => p.Facts.Role).MaximumLength(64).OverridePropertyName("Role");
        RuleFor(p => p.Facts.Language).MaximumLength(35).OverridePropertyName("Language");
        RuleFor(p => p.Facts.AgeYears).InclusiveBetween(0, 150).OverridePropertyName("AgeYears");
        RuleFor(p => p.Facts.Locations).MustBePlaces().OverridePropertyName("Locations");
    }
}

internal static class PlaceRules
{
    private const int MostPlaces = 8;

    public static IRuleBuilderOptions<T, IReadOnlyList<string>?> MustBePlaces<T>(this IRuleBuilder<T, IReadOnlyList<string>?> rule) => rule
        .Must(places => places is null || (places.Count <= MostPlaces && places.All(IsPlace)))
        .WithMessage("A location is an ISO 3166-1 or 3166-2 code; at most 8 of them.");

    public static bool IsPlace(string place) => place.Length is 2 or (>= 4 and <= 6)
        && char.IsAsciiLetterUpper(place[0]) && char.IsAsciiLetterUpper(place[1])
        && (place.Length == 2 || (place[2] == '-' && place[3..].All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c))));
}

/// <summary>A time that the product tells. Clocks of SFUs are not ours.</summary>
internal static class ToldTime
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    public static IRuleBuilderOptions<T, DateTimeOffset?> MustBePast<T>(this IRuleBuilder<T, DateTimeOffset?> rule, TimeProvider clock) => rule
        .Must(at => at is null || at <= clock.GetUtcNow() + Skew).WithMessage("What happened cannot lie in the future.");
}

internal static class CallDirectoryExtensions
{
    /// <summary>Somebody in the call or invited to it: the person behind the identity, and what is known of them from <paramref name="at"/> on.</summary>
    public static async Task<Participant> Expect(this CallDirectory calls, Recording recording, CallParticipant given, DateTimeOffset at, DateTimeOffset now, CancellationToken ct) =>
        recording.Expect(await calls.Person(given.Identity, given.DisplayName, ct), given.Facts, at, now);
}
