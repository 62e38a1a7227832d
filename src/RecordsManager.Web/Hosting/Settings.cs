using System.Globalization;
using RecordsManager.Application.Integrity;
using RecordsManager.Application.Keys;
using RecordsManager.Application.Recordings;
using RecordsManager.Domain.Recordings;
using RecordsManager.Domain.Recordings.Composition;
using RecordsManager.Media;
using RecordsManager.Media.Transcription;
using RecordsManager.Outgoing;
using RecordsManager.Storage.Keys.AwsKms;
using RecordsManager.Storage.Keys.Pkcs11;

namespace RecordsManager.Web.Hosting;

/// <summary>Where everything lies; from the environment, because that is what run.sh, systemd and containers all have.</summary>
public sealed record Settings(string DataFolder, string Database)
{
    /// <summary>Ciphertext.</summary>
    public string ObjectsFolder => Path.Combine(DataFolder, "storage");

    /// <summary>Key files. In production: another volume, another backup.</summary>
    public string KeysFolder => Environment.GetEnvironmentVariable("RECORDS_KEYS") ?? Path.Combine(DataFolder, "keys");

    /// <summary>What holds the KEKs of new epochs.</summary>
    public static string KekProvider => Environment.GetEnvironmentVariable("RECORDS_KEK") is { Length: > 0 } name ? name : "file";

    /// <summary>The HSM, where there is one.</summary>
    public static Pkcs11Options? Pkcs11 => Environment.GetEnvironmentVariable("RECORDS_PKCS11_MODULE") is { Length: > 0 } module
        ? new Pkcs11Options(module, Required("RECORDS_PKCS11_TOKEN"), Required("RECORDS_PKCS11_PIN_FILE"))
        : null;

    /// <summary>AWS KMS, where it is to be used.</summary>
    public static AwsKmsOptions? AwsKms => Environment.GetEnvironmentVariable("RECORDS_AWS_KMS_REGION") is { Length: > 0 } region
        ? new AwsKmsOptions(region, Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_KMS"))
        : null;

    /// <summary>Seven days unless RECORDS_KEY_PERIOD_DAYS says otherwise; 0: keys are rotated by hand only.</summary>
    public static KeyPeriod KeyPeriod => new(
        Environment.GetEnvironmentVariable("RECORDS_KEY_PERIOD_DAYS") is not { Length: > 0 } text ? TimeSpan.FromDays(7)
        : !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? throw new InvalidOperationException("RECORDS_KEY_PERIOD_DAYS is not a whole number of days.")
        : days == 0 ? null : TimeSpan.FromDays(days));

    /// <summary>Where signed checkpoints of the ledger are copied to: a folder, or <c>s3://bucket/prefix</c>; nowhere if it is not set.</summary>
    public static string? PublishedCheckpoints => Place("RECORDS_PUBLISH_CHECKPOINTS");

    /// <summary>Ciphertext in a bucket, <c>s3://bucket/prefix</c>; in <see cref="ObjectsFolder"/> if it is not set.</summary>
    public static string? Bucket => Place("RECORDS_STORAGE") switch
    {
        null => null,
        var where when IsBucket(where) => where,
        _ => throw new InvalidOperationException("RECORDS_STORAGE is not s3://bucket/prefix. Leave it out to keep objects in files below RECORDS_DATA."),
    };

    /// <summary>Where a second copy of every object goes: a folder, or <c>s3://bucket/prefix</c>; nowhere if it is not set.</summary>
    public static string? SecondStorage => Place("RECORDS_STORAGE_SECOND");

    /// <summary>How fast, and how often, objects are read again.</summary>
    public static IntegrityOptions Integrity => new(
        Math.Max(1, Number("RECORDS_SCRUB_RATE", IntegrityOptions.Default.BytesPerSecond)), TimeSpan.FromDays(Math.Max(1, Number("RECORDS_SCRUB_DAYS", (long)IntegrityOptions.Default.Interval.TotalDays))));

    /// <summary>Object lock until retention ends.</summary>
    public static bool Locks => Environment.GetEnvironmentVariable("RECORDS_STORAGE_LOCK") switch
    {
        null or "" => false,
        "retention" when Bucket is not null || (SecondStorage is { } second && IsBucket(second)) => true,
        "retention" => throw new InvalidOperationException("RECORDS_STORAGE_LOCK needs a bucket with object lock: a folder has no locks."),
        _ => throw new InvalidOperationException("RECORDS_STORAGE_LOCK is either left out or: retention."),
    };

    /// <summary>Through whom mail is sent; null: none is.</summary>
    public static SmtpOptions? Smtp => Environment.GetEnvironmentVariable("RECORDS_SMTP_HOST") is { Length: > 0 } host
        ? new SmtpOptions(
            host, (int)Number("RECORDS_SMTP_PORT", 587), Required("RECORDS_SMTP_FROM"),
            Environment.GetEnvironmentVariable("RECORDS_SMTP_USER"), Environment.GetEnvironmentVariable("RECORDS_SMTP_PASSWORD_FILE"),
            Environment.GetEnvironmentVariable("RECORDS_SMTP_TLS") switch
            {
                null or "" or "starttls" => true,
                "none" => false,
                _ => throw new InvalidOperationException("RECORDS_SMTP_TLS is either left out (starttls) or: none."),
            })
        : null;

    /// <summary>An OpenAI-compatible engine that writes down speech; none unless RECORDS_TRANSCRIPTION_URL says where it is.</summary>
    public static TranscriptionOptions? Transcription => Environment.GetEnvironmentVariable("RECORDS_TRANSCRIPTION_URL") switch
    {
        null or "" => null,
        var text when Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && endpoint.Scheme is ("http" or "https") =>
            new TranscriptionOptions(endpoint, Environment.GetEnvironmentVariable("RECORDS_TRANSCRIPTION_KEY") is { Length: > 0 } key ? key : null, Environment.GetEnvironmentVariable("RECORDS_TRANSCRIPTION_MODEL") is { Length: > 0 } model ? model : "whisper-1"),
        _ => throw new InvalidOperationException("RECORDS_TRANSCRIPTION_URL is no http or https address, like http://127.0.0.1:8000/v1."),
    };

    /// <summary>What the guard of outgoing requests lets pass, beside the public internet over https.</summary>
    public static OutgoingOptions Outgoing
    {
        get
        {
            try
            {
                return OutgoingOptions.Parse(Environment.GetEnvironmentVariable("RECORDS_LRS_ALLOW"));
            }
            catch (FormatException malformed)
            {
                throw new InvalidOperationException($"RECORDS_LRS_ALLOW: {malformed.Message}", malformed);
            }
        }
    }

    /// <summary>How much the encoder spends on the composite.</summary>
    public static string ScenePreset => Environment.GetEnvironmentVariable("RECORDS_SCENE_PRESET") switch
    {
        null or "" => MediaOptions.DefaultScenePreset,
        var preset when MediaOptions.ScenePresets.Contains(preset) => preset,
        _ => throw new InvalidOperationException($"RECORDS_SCENE_PRESET is none of {string.Join(", ", MediaOptions.ScenePresets)}."),
    };

    /// <summary>The sizes of the composite beside 720p.</summary>
    /// <exception cref="InvalidOperationException">It names another height.</exception>
    public static PictureHeights PictureHeights
    {
        get
        {
            if (Environment.GetEnvironmentVariable("RECORDS_PICTURE_HEIGHTS") is not { Length: > 0 } set)
            {
                return new PictureHeights(Ladder.Heights);
            }

            var named = set.Split(',', StringSplitOptions.TrimEntries).ToHashSet();
            List<int> heights = [.. Ladder.Heights.Where(height => named.Remove(height.ToString(CultureInfo.InvariantCulture)))];
            named.Remove(Canvas.Height.ToString(CultureInfo.InvariantCulture)); // always made
            return named.Count == 0 ? new PictureHeights(heights) : throw new InvalidOperationException($"RECORDS_PICTURE_HEIGHTS is a list of {string.Join(", ", Ladder.Heights.Append(Canvas.Height).Order())}, with commas between.");
        }
    }

    /// <summary>False on a node that only serves pages.</summary>
    public bool RunsJobs => Environment.GetEnvironmentVariable("RECORDS_ROLE") is not "web";

    /// <summary>Requests that add bytes to uploads at once on this node. Each holds a database connection.</summary>
    public int UploadsAtOnce { get; } = Positive("RECORDS_UPLOADS_AT_ONCE", 60);

    /// <summary>The same of one organization.</summary>
    public int UploadsAtOnceOfOne { get; } = Positive("RECORDS_UPLOADS_AT_ONCE_OF_ONE", 50);

    /// <exception cref="InvalidOperationException">A variable is missing; the message names it.</exception>
    public static Settings FromEnvironment() => new(Path.GetFullPath(Required("RECORDS_DATA")), Required("RECORDS_DB"));

    public static string Required(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"The environment variable {name} is not set. ./run.sh sets it; docs/operations.md says what it means.");

    private static string? Place(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } where ? IsBucket(where) ? where : Path.GetFullPath(where) : null;

    private static bool IsBucket(string where) => where.StartsWith("s3://", StringComparison.Ordinal);

    private static long Number(string name, long otherwise) =>
        Environment.GetEnvironmentVariable(name) is not { Length: > 0 } text ? otherwise
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new InvalidOperationException($"{name} is not a whole number.");

    /// <exception cref="InvalidOperationException">It is set and is no number above zero.</exception>
    private static int Positive(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw new InvalidOperationException($"The environment variable {name} must be a number above zero.");
}
