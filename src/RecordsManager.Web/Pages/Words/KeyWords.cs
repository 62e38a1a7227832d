namespace RecordsManager.Web.Pages.Words;

internal static class KeyWords
{
    /// <summary>Where a KEK of this provider is.</summary>
    public static string Place(string provider) => provider switch
    {
        "file" => "a key file",
        "pkcs11" => "an HSM",
        "aws-kms" => "AWS KMS",
        _ => provider,
    };
}
