using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Organizations;

namespace RecordsManager.Web.Pages.Parts;

/// <summary>Only what exists, and only what the reader may open.</summary>
public static class Navigation
{
    public sealed record Group(string? Label, IReadOnlyList<Item> Items);

    public sealed record Item(string Key, string Word, string Address, string Icon, Permission Needs, bool OnPhone = false);

    private static readonly Group[] All =
    [
        new(null,
        [
            new("home", "Home", "/", "home", Permission.DeliveriesRead, OnPhone: true),
            new("recordings", "Recordings", "/recordings", "recordings", Permission.RecordingsRead, OnPhone: true),
        ]),
        new("Decide",
        [
            new("share-links", "Share links", "/share-links", "share", Permission.RecordingsShare),
            new("holds", "Holds", "/holds", "hold", Permission.PolicyRead),
            new("disposition", "Disposition", "/disposition", "bin", Permission.RecordingsDispose),
            new("erasures", "Erasure requests", "/erasures", "eraser", Permission.PolicyRead),
        ]),
        new("Policy",
        [
            new("consent-policy", "Consent policy", "/policies/consent", "people", Permission.PolicyRead),
            new("notices", "Notices", "/policies/notices", "file", Permission.PolicyRead),
            new("retention-policy", "Retention policy", "/policies/retention", "calendar", Permission.PolicyRead),
            new("watermark", "Watermark", "/policies/watermark", "eye", Permission.PolicyRead),
            new("learning-policy", "Learning signals", "/policies/learning", "play", Permission.PolicyRead),
        ]),
        new("Prove", [new("trail", "Audit trail", "/trail", "shield", Permission.LedgerRead, OnPhone: true)]),
        new("Run",
        [
            new("deliveries", "Deliveries", "/deliveries", "inbox", Permission.DeliveriesRead),
            new("storage", "Storage", "/storage", "layout", Permission.LedgerRead),
        ]),
    ];

    public static IEnumerable<Group> For(ICurrentActor actor) => All
        .Select(group => group with { Items = [.. group.Items.Where(item => actor.May(item.Needs))] })
        .Where(group => group.Items.Count > 0);
}
