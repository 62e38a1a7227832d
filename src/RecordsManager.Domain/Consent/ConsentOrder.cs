using RecordsManager.Domain.Consent.Engine;

namespace RecordsManager.Domain.Consent;

/// <summary>
/// The order in which what was said counts, the same wherever it is asked: by time; at the same time what somebody was told,
/// then a yes, then a no. Neither the number of an event nor the way in which it came says which of two at the same time was
/// the last word, and a no must not be lost to that.
/// </summary>
public static class ConsentOrder
{
    public static IEnumerable<ConsentEvent> InOrder(this IEnumerable<ConsentEvent> said) =>
        said.OrderBy(e => e.At).ThenBy(e => Place(e.Kind)).ThenBy(e => e.Id.Value);

    /// <returns>Each with its place as its <see cref="ConsentFact.Order"/>, which it keeps when its time is moved.</returns>
    public static IEnumerable<ConsentFact> InOrder(this IEnumerable<ConsentFact> said) =>
        said.OrderBy(e => e.At).ThenBy(e => Place(e.Kind)).ThenBy(e => e.Order).Select((e, order) => e with { Order = order });

    private static int Place(ConsentEventKind kind) => kind switch
    {
        ConsentEventKind.Refused or ConsentEventKind.Withdrawn or ConsentEventKind.Objected => 2,
        ConsentEventKind.Granted => 1,
        _ => 0,
    };
}
