using RecordsManager.Domain.Chapters;
using RecordsManager.Domain.Deliveries;
using RecordsManager.Domain.Sharing;

namespace RecordsManager.Application.Keys;

/// <summary>
/// To what each sealed value of the organization is bound. In one place, because a rotation, which knows values only by their
/// rows, has to say the same as whoever sealed them.
/// </summary>
public static class SealedContexts
{
    public const string ReceiptKey = "receipt-key";

    /// <summary>Of the learning record store.</summary>
    public const string LearningSecret = "learning-secret";

    public static string DeliveryFiles(DeliveryId id) => $"delivery-files|{id}";

    public static string DeliveryReport(DeliveryId id) => $"delivery-report|{id}";

    public static string UploadMetadata(UploadId id) => $"upload-metadata|{id}";

    public static string ShareRecipient(ShareLinkId id) => $"share-recipient|{id}";

    public static string ShareSharer(ShareLinkId id) => $"share-sharer|{id}";

    public static string ShareReason(ShareLinkId id) => $"share-reason|{id}";

    public static string ShareMail(ShareLinkId id) => $"share-mail|{id}";

    public static string ChapterTitle(ChapterId id) => $"chapter-title|{id}";

    public static string IdempotentAnswer(string key) => "idempotent-answer|" + key;

    public static string LedgerKey(string keyId) => "ledger-key|" + keyId;

    /// <summary>Personal values beside the one entry whose leaf has this commitment.</summary>
    public static string LedgerValues(string commitment) => "ledger|" + commitment;

    /// <summary>What the wrap of a value's data key is bound to. Starts unlike any id, so that a value's key can never pass for a person's or an object's.</summary>
    public static string Subject(string context) => "value|" + context;
}
