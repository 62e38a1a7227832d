namespace RecordsManager.Domain.Organizations;

public enum Permission
{
    /// <summary>Nobody signed in: the act carries its own proof (a signed link, an invitation).</summary>
    None,

    /// <summary>The schedule, never a person.</summary>
    System,
    RecordingsRead,
    RecordingsShare,

    /// <summary>Takes a file out of the product, where neither retention nor erasure reaches it, and lets recipients do so.</summary>
    RecordingsDownload,
    RecordingsDispose,

    /// <summary>Imports, edits and approves transcripts, and sees drafts.</summary>
    TranscriptsWrite,
    DeliveriesWrite,
    DeliveriesRead,
    ConsentRead,
    ConsentWrite,
    HoldsWrite,
    PolicyRead,
    PolicyWrite,
    ErasureWrite,
    LedgerRead,
    KeysWrite,
}

public static class Roles
{
    public const string Admin = "admin";
    public const string Auditor = "auditor";
    public const string Member = "member";

    /// <summary>What each role may do; a role that is not named may do nothing.</summary>
    public static IReadOnlySet<Permission> Of(string role) => role switch
    {
        Admin => AdminMay,
        Auditor => AuditorMay,
        Member => MemberMay,
        _ => NobodyMay,
    };

    private static readonly HashSet<Permission> NobodyMay = [];

    private static readonly HashSet<Permission> AdminMay =
    [
        Permission.RecordingsRead, Permission.RecordingsShare, Permission.RecordingsDownload, Permission.RecordingsDispose, Permission.TranscriptsWrite, Permission.DeliveriesWrite,
        Permission.DeliveriesRead, Permission.ConsentRead, Permission.ConsentWrite, Permission.HoldsWrite,
        Permission.PolicyRead, Permission.PolicyWrite, Permission.ErasureWrite, Permission.LedgerRead, Permission.KeysWrite,
    ];

    private static readonly HashSet<Permission> AuditorMay =
        [Permission.ConsentRead, Permission.PolicyRead, Permission.LedgerRead, Permission.DeliveriesRead];

    private static readonly HashSet<Permission> MemberMay = [Permission.RecordingsRead, Permission.RecordingsShare];
}
