using System.Text.RegularExpressions;
using RecordsManager.Application.Ingest;

namespace RecordsManager.Ingest.Generic;

/// <summary>The manifest's files held against those of the delivery: name, size, SHA-256, and the first bytes of a medium.</summary>
internal sealed partial class DeclaredFiles(IDeliveredFiles delivery, string folder)
{
    private const string Uploaded = "tus:";
    private readonly Dictionary<string, DeliveredFile> _byName = delivery.Files.DistinctBy(f => f.Name).ToDictionary(f => f.Name, StringComparer.Ordinal);

    public static DeclaredFile Declare(Node node)
    {
        var uri = node.Optional("uri") ?? node.Required("name");
        var name = node.OptionalText("name") ?? DeliveredNames.BaseName(uri.Text());
        var state = (node.OptionalText("state") ?? "complete") switch
        {
            "complete" => FileState.Complete,
            "truncated" => FileState.Truncated,
            "missing" => FileState.Missing,
            "empty" => FileState.Empty,
            _ => throw node.Required("state").Malformed("'complete', 'truncated', 'missing' or 'empty' is expected"),
        };
        if (node.Optional("encryption") is { } encryption)
        {
            throw new RefusedDeliveryException(IngestErrors.EndToEndEncrypted($"manifest.json at {encryption.Pointer}"));
        }

        CheckName(uri, name);
        var bytes = state is FileState.Complete ? node.Required("bytes") : node.Optional("bytes");
        var hash = state is FileState.Complete ? node.Required("sha256") : node.Optional("sha256");
        return new DeclaredFile(
            node, node.Text("id"), uri.Text(), name, node.OptionalText("media_type"),
            bytes is null ? null : bytes.Value.Integer() is >= 0 and var size ? size : throw bytes.Value.Malformed("a size in bytes is expected"),
            hash is null ? null : Sha256().IsMatch(hash.Value.Text()) ? hash.Value.Text() : throw hash.Value.Malformed("64 lower-case hexadecimal digits are expected"),
            state);
    }

    /// <summary>Null for a file that the producer itself says is missing or empty.</summary>
    public DeliveredFile? Find(DeclaredFile declared)
    {
        if (declared.State is FileState.Missing or FileState.Empty)
        {
            return null;
        }

        var where = $"manifest.json at {declared.At.Pointer}";
        var found = Names(declared).Select(name => _byName.GetValueOrDefault(name)).FirstOrDefault(f => f is not null)
            ?? throw new RefusedDeliveryException(IngestErrors.FileMissing(where, declared.Name));
        if (declared.Bytes is { } bytes && bytes != found.Length)
        {
            throw new RefusedDeliveryException(IngestErrors.SizeMismatch(where, declared.Name, bytes, found.Length));
        }

        return declared.Sha256 is { } hash && hash != found.Sha256
            ? throw new RefusedDeliveryException(IngestErrors.HashMismatch(where, declared.Name))
            : found;
    }

    public async Task<string> ContainerOf(DeclaredFile declared, DeliveredFile file, CancellationToken ct)
    {
        if (file.Length == 0)
        {
            throw new RefusedDeliveryException(IngestErrors.EmptyMedia(declared.Name));
        }

        var container = Containers.Of(declared.MediaType, declared.Name)
            ?? throw new RefusedDeliveryException(IngestErrors.ContainerUnsupported(
                $"manifest.json at {declared.At.Pointer}", declared.MediaType ?? declared.Name));
        var head = new byte[Containers.SignatureLength];
        await using var stream = await delivery.Open(file.Name, ct);
        var read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
        return read < head.Length ? throw new RefusedDeliveryException(IngestErrors.TruncatedHeader(declared.Name))
            : Containers.BeginsAs(container, head) ? container
            : throw new RefusedDeliveryException(IngestErrors.Corrupt(declared.Name, $"it does not begin as {container} does"));
    }

    // a remote address is not followed: what belongs to the delivery came with it, under the file's name
    private IEnumerable<string> Names(DeclaredFile declared)
    {
        if (HasScheme().IsMatch(declared.Uri))
        {
            yield return declared.Name;
            yield return folder + declared.Name;
            yield break;
        }

        yield return folder + declared.Uri;
        yield return declared.Uri;
        yield return folder + Uri.UnescapeDataString(declared.Uri);
        yield return folder + declared.Name;
    }

    private static void CheckName(Node uri, string name)
    {
        var text = uri.Text();
        var isRemote = text.StartsWith(Uploaded, StringComparison.Ordinal) || RemoteScheme().IsMatch(text);
        if ((!isRemote && !(DeliveredName.IsSafe(text) && DeliveredName.IsSafe(Uri.UnescapeDataString(text)))) || !DeliveredName.IsSafe(name))
        {
            throw new RefusedDeliveryException(IngestErrors.PathTraversal($"manifest.json at {uri.Pointer}"));
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9+.-]+:", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HasScheme();

    [GeneratedRegex("^(https|s3|gs|azblob)://[^@]+$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RemoteScheme();

    [GeneratedRegex("^[0-9a-f]{64}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sha256();
}
