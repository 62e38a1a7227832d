using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RecordsManager.Infrastructure.Tests.Storage.Keks;

/// <summary>
/// A stub of AWS KMS, written by us after its documentation: the JSON protocol, key states, aliases, errors, and real AES-GCM with
/// the encryption context as associated data. What it shows is that the client does what we mean; AWS itself is unproven.
/// </summary>
public sealed class KmsStub : IAsyncDisposable
{
    private const int PageLength = 2;

    private readonly WebApplication _server;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, string> _aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StubKey> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Operation, string Error, bool Before)> _failures = new();

    private KmsStub(WebApplication server) => _server = server;

    public string Endpoint => _server.Urls.First();

    /// <summary>What was asked for, in order.</summary>
    public ConcurrentQueue<(string Operation, JsonNode Request)> Asked { get; } = new();

    public static async Task<KmsStub> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var stub = new KmsStub(server);
        server.MapPost("/", stub.Answer);
        await server.StartAsync();
        return stub;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>The next call of the operation fails; afterwards, if it is to have been done all the same.</summary>
    public void Fail(string operation, string error, int times = 1, bool done = false)
    {
        for (var i = 0; i < times; i++)
        {
            _failures.Enqueue((operation, error, !done));
        }
    }

    public StubKey Behind(string alias)
    {
        lock (_gate)
        {
            return _keys[_aliases[alias]];
        }
    }

    public IReadOnlyList<StubKey> Keys
    {
        get
        {
            lock (_gate)
            {
                return [.. _keys.Values];
            }
        }
    }

    public bool Knows(string alias)
    {
        lock (_gate)
        {
            return _aliases.ContainsKey(alias);
        }
    }

    /// <summary>As somebody else with rights in the account does.</summary>
    public void Point(string alias, StubKey key)
    {
        lock (_gate)
        {
            _keys[key.Id] = key;
            _aliases[alias] = key.Id;
        }
    }

    private async Task Answer(HttpContext http)
    {
        var operation = http.Request.Headers["X-Amz-Target"].ToString().Split('.')[^1];
        var request = (await JsonNode.ParseAsync(http.Request.Body))!;
        Asked.Enqueue((operation, request));
        var fails = _failures.TryPeek(out var failure) && failure.Operation == operation && _failures.TryDequeue(out failure);
        try
        {
            if (!http.Request.Headers.Authorization.ToString().StartsWith("AWS4-HMAC-SHA256 ", StringComparison.Ordinal))
            {
                throw new StubError("MissingAuthenticationTokenException");
            }

            if (fails && failure.Before)
            {
                throw new StubError(failure.Error);
            }

            JsonNode answer;
            lock (_gate)
            {
                answer = Do(operation, request);
            }

            if (fails)
            {
                throw new StubError(failure.Error);
            }

            http.Response.ContentType = "application/x-amz-json-1.1";
            await http.Response.WriteAsync(answer.ToJsonString());
        }
        catch (StubError error)
        {
            http.Response.StatusCode = error.Code is "KMSInternalException" ? 500 : 400;
            http.Response.ContentType = "application/x-amz-json-1.1";
            await http.Response.WriteAsync(new JsonObject { ["__type"] = error.Code, ["message"] = "The stub says so." }.ToJsonString());
        }
    }

    private JsonNode Do(string operation, JsonNode request)
    {
        switch (operation)
        {
            case "CreateKey":
                var made = new StubKey();
                _keys[made.Id] = made;
                return new JsonObject { ["KeyMetadata"] = made.Metadata() };
            case "CreateAlias":
                var target = Key(request["TargetKeyId"]!);
                Demand(target.State is not "PendingDeletion", "KMSInvalidStateException");
                Demand(_aliases.TryAdd((string)request["AliasName"]!, target.Id), "AlreadyExistsException");
                return new JsonObject();
            case "DeleteAlias":
                Demand(_aliases.Remove((string)request["AliasName"]!), "NotFoundException");
                return new JsonObject();
            case "ListAliases":
                var after = (string?)request["Marker"] ?? "";
                var rest = _aliases.Where(a => string.CompareOrdinal(a.Key, after) > 0).ToList();
                var page = new JsonObject { ["Aliases"] = new JsonArray([.. rest.Take(PageLength).Select(a => new JsonObject { ["AliasName"] = a.Key, ["TargetKeyId"] = a.Value })]), ["Truncated"] = rest.Count > PageLength };
                if (rest.Count > PageLength)
                {
                    page["NextMarker"] = rest[PageLength - 1].Key;
                }

                return page;
            case "DescribeKey":
                return new JsonObject { ["KeyMetadata"] = Key(request["KeyId"]!).Metadata() };
            case "DisableKey":
                var enabled = Key(request["KeyId"]!);
                Demand(enabled.State is "Enabled" or "Disabled", "KMSInvalidStateException");
                enabled.State = "Disabled";
                return new JsonObject();
            case "ScheduleKeyDeletion":
                var leaving = Key(request["KeyId"]!);
                Demand(leaving.State is "Enabled" or "Disabled", "KMSInvalidStateException");
                Demand((int)request["PendingWindowInDays"]! is >= 7 and <= 30, "ValidationException");
                leaving.State = "PendingDeletion";
                return new JsonObject { ["KeyId"] = leaving.Id, ["KeyState"] = leaving.State };
            case "Encrypt":
                return new JsonObject { ["CiphertextBlob"] = Convert.ToBase64String(Usable(request).Encrypt(Convert.FromBase64String((string)request["Plaintext"]!), Context(request))) };
            case "Decrypt":
                var plaintext = Usable(request).Decrypt(Convert.FromBase64String((string)request["CiphertextBlob"]!), Context(request));
                return new JsonObject { ["Plaintext"] = Convert.ToBase64String(plaintext) };
            default:
                throw new StubError("UnknownOperationException");
        }
    }

    private StubKey Key(JsonNode named)
    {
        var name = (string)named!;
        return _keys.GetValueOrDefault(_aliases.GetValueOrDefault(name, name)) ?? throw new StubError("NotFoundException");
    }

    private StubKey Usable(JsonNode request)
    {
        var key = Key(request["KeyId"]!);
        Demand(key.State is not "Disabled", "DisabledException");
        Demand(key.State is "Enabled", "KMSInvalidStateException");
        return key;
    }

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new StubError(otherwise);
        }
    }

    private static byte[] Context(JsonNode request)
    {
        var context = request["EncryptionContext"]?.AsObject().OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, (string)p.Value!)).ToList() ?? [];
        return Encoding.UTF8.GetBytes(JsonSerializer.Serialize(context));
    }

    private sealed class StubError(string code) : Exception
    {
        public string Code { get; } = code;
    }

    public sealed class StubKey
    {
        private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

        public string Id { get; } = Guid.NewGuid().ToString("D", CultureInfo.InvariantCulture);

        public string State { get; set; } = "Enabled";

        public string Origin { get; init; } = "AWS_KMS";

        public JsonObject Metadata() => new()
        {
            ["KeyId"] = Id,
            ["Arn"] = $"arn:aws:kms:eu-central-1:111122223333:key/{Id}",
            ["KeyState"] = State,
            ["Enabled"] = State is "Enabled",
            [nameof(Origin)] = Origin,
            ["KeySpec"] = "SYMMETRIC_DEFAULT",
            ["KeyUsage"] = "ENCRYPT_DECRYPT",
        };

        /// <summary>Key id (16) ‖ nonce (12) ‖ ciphertext ‖ tag (16): whose ciphertext it is can be seen from it, as with AWS.</summary>
        public byte[] Encrypt(byte[] plaintext, byte[] context)
        {
            var blob = new byte[28 + plaintext.Length + 16];
            Guid.Parse(Id).ToByteArray().CopyTo(blob, 0);
            RandomNumberGenerator.Fill(blob.AsSpan(16, 12));
            using var aes = new AesGcm(_key, 16);
            aes.Encrypt(blob.AsSpan(16, 12), plaintext, blob.AsSpan(28, plaintext.Length), blob.AsSpan(28 + plaintext.Length), context);
            return blob;
        }

        public byte[] Decrypt(byte[] blob, byte[] context)
        {
            Demand(blob.Length >= 44, "InvalidCiphertextException");
            Demand(new Guid(blob.AsSpan(0, 16)) == Guid.Parse(Id), "IncorrectKeyException");
            var plaintext = new byte[blob.Length - 44];
            try
            {
                using var aes = new AesGcm(_key, 16);
                aes.Decrypt(blob.AsSpan(16, 12), blob.AsSpan(28, plaintext.Length), blob.AsSpan(28 + plaintext.Length), plaintext, context);
                return plaintext;
            }
            catch (AuthenticationTagMismatchException)
            {
                throw new StubError("InvalidCiphertextException");
            }
        }
    }
}
