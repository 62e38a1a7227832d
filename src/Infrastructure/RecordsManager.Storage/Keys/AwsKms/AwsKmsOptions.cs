namespace RecordsManager.Storage.Keys.AwsKms;

/// <param name="Region">In which the keys are. Credentials are the SDK's own: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a role.</param>
/// <param name="Endpoint">Null: Amazon's.</param>
public sealed record AwsKmsOptions(string Region, string? Endpoint = null);
