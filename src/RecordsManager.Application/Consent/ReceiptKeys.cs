using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using RecordsManager.Application.Keys;
using RecordsManager.Application.People;
using RecordsManager.Application.Pipeline;
using RecordsManager.Domain.Consent;
using RecordsManager.Proofs;

namespace RecordsManager.Application.Consent;

/// <summary>
/// Signs receipts: JWS (RFC 7515) with ES256 over the canonical bytes (RFC 8785) of the document, detached (appendix F), kept in
/// the document's own member <c>x-records:signature</c>, which is not part of what is signed.
/// </summary>
internal sealed class ReceiptKeys(IReadDb read, IWriteDb db, IOrganizationCipher cipher, ICurrentActor actor, TimeProvider clock)
{
    public const string Member = "x-records:signature";
    /// <summary>With the newest key, which is made where there is none.</summary>
    public async Task<byte[]> Sign(JsonObject document, CancellationToken ct)
    {
        var key = await read.ReceiptKeys.OrderByDescending(k => k.MadeAt).ThenByDescending(k => k.Id).FirstOrDefaultAsync(ct) ?? await Make(ct);
        using var ecdsa = ECDsa.Create();
        var secret = await cipher.Open(actor.Organization, SealedContexts.ReceiptKey, key.SealedPrivate, ct);
        try
        {
            ecdsa.ImportPkcs8PrivateKey(secret, out _);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }

        var header = Base64Url.EncodeToString(CanonicalJson.Of(new Dictionary<string, string> { ["alg"] = "ES256", ["kid"] = key.Id.ToString() }));
        var payload = CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(document));
        var signature = ecdsa.SignData(Encoding.ASCII.GetBytes($"{header}.{Base64Url.EncodeToString(payload)}"), HashAlgorithmName.SHA256);
        document[Member] = $"{header}..{Base64Url.EncodeToString(signature)}";
        return CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(document));
    }

    private async Task<ReceiptKey> Make(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var secret = ecdsa.ExportPkcs8PrivateKey();
        try
        {
            var open = ecdsa.ExportParameters(includePrivateParameters: false).Q;
            var key = new ReceiptKey(ReceiptKeyId.New(now), actor.Organization, open.X!, open.Y!, await cipher.Seal(actor.Organization, SealedContexts.ReceiptKey, secret, ct), now);
            db.Add(key);
            return key;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}
