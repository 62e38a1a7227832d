using System.Security.Cryptography;
using System.Text;

namespace RecordsManager.Storage.Keys.Pkcs11;

/// <summary>A session with the token. One thread uses it at a time.</summary>
internal sealed unsafe class Pkcs11Session : IDisposable
{
    internal const int IvLength = 12;
    internal const int TagLength = 16;

    private const nuint Serial = 4;
    private const nuint ReadWrite = 2;
    private const nuint User = 1;
    private const nuint SecretKeyClass = 4;
    private const nuint Aes = 0x1F;
    private const int LongestLabel = 64; // ours are shorter

    private readonly Pkcs11Module _module;
    private readonly nuint _slot;
    private readonly nuint _handle;

    internal Pkcs11Session(Pkcs11Module module, nuint slot, bool writes)
    {
        nuint handle;
        Pkcs11Module.Demand("C_OpenSession", ((delegate* unmanaged[Cdecl]<nuint, nuint, void*, void*, nuint*, nuint>)module[Function.OpenSession])(
            slot, writes ? Serial | ReadWrite : Serial, null, null, &handle));
        (_module, _slot, _handle) = (module, slot, handle);
    }

    public void Dispose() => _ = ((delegate* unmanaged[Cdecl]<nuint, nuint>)_module[Function.CloseSession])(_handle); // one that is lost cannot be closed

    /// <summary>Logging in counts for all sessions of the process with this token.</summary>
    internal bool IsLoggedIn
    {
        get
        {
            CkSessionInfo info;
            Pkcs11Module.Demand("C_GetSessionInfo", ((delegate* unmanaged[Cdecl]<nuint, CkSessionInfo*, nuint>)_module[Function.GetSessionInfo])(_handle, &info));
            return info.State is CkSessionInfo.ReadOnlyUser or CkSessionInfo.ReadWriteUser;
        }
    }

    internal void LogIn(ReadOnlySpan<byte> pin)
    {
        fixed (byte* text = pin)
        {
            var answer = ((delegate* unmanaged[Cdecl]<nuint, nuint, byte*, nuint, nuint>)_module[Function.Login])(_handle, User, text, (nuint)pin.Length);
            if (answer != ReturnValue.UserAlreadyLoggedIn)
            {
                Pkcs11Module.Demand("C_Login", answer);
            }
        }
    }

    /// <summary>The AES keys with this label; of all labels if it is null.</summary>
    internal IReadOnlyList<nuint> Find(string? label)
    {
        nuint secretKey = SecretKeyClass, aes = Aes;
        byte yes = 1;
        var name = label is null ? [] : Encoding.UTF8.GetBytes(label);
        List<nuint> found = [];
        fixed (byte* text = name)
        {
            var template = stackalloc CkAttribute[]
            {
                new(AttributeType.Class, &secretKey, (nuint)sizeof(nuint)),
                new(AttributeType.KeyType, &aes, (nuint)sizeof(nuint)),
                new(AttributeType.Token, &yes, 1),
                new(AttributeType.Label, text, (nuint)name.Length),
            };
            Pkcs11Module.Demand("C_FindObjectsInit", ((delegate* unmanaged[Cdecl]<nuint, CkAttribute*, nuint, nuint>)_module[Function.FindObjectsInit])(_handle, template, label is null ? 3u : 4u));
        }

        try
        {
            var handles = stackalloc nuint[16];
            nuint count;
            do
            {
                Pkcs11Module.Demand("C_FindObjects", ((delegate* unmanaged[Cdecl]<nuint, nuint*, nuint, nuint*, nuint>)_module[Function.FindObjects])(_handle, handles, 16, &count));
                for (nuint i = 0; i < count; i++)
                {
                    found.Add(handles[i]);
                }
            }
            while (count > 0);
        }
        finally
        {
            _ = ((delegate* unmanaged[Cdecl]<nuint, nuint>)_module[Function.FindObjectsFinal])(_handle);
        }

        if (found.Count == 0)
        {
            DemandSight();
        }

        return found;
    }

    /// <summary>Null when it is longer than any of ours.</summary>
    internal string? LabelOf(nuint key)
    {
        var text = stackalloc byte[LongestLabel];
        var attribute = new CkAttribute(AttributeType.Label, text, LongestLabel);
        var answer = GetAttributes(key, &attribute, 1);
        if (answer == ReturnValue.BufferTooSmall)
        {
            return null;
        }

        Pkcs11Module.Demand("C_GetAttributeValue", answer);
        return Encoding.UTF8.GetString(text, (int)attribute.Length);
    }

    /// <summary>One of its attributes that are yes or no.</summary>
    internal bool Is(nuint key, nuint attributeType)
    {
        byte value;
        var attribute = new CkAttribute(attributeType, &value, 1);
        Pkcs11Module.Demand("C_GetAttributeValue", GetAttributes(key, &attribute, 1));
        return value != 0;
    }

    /// <summary>Makes an AES-256 key that never leaves the token, not even as a copy inside it, and does nothing but encrypt and decrypt.</summary>
    internal void Generate(string label)
    {
        nuint secretKey = SecretKeyClass, aes = Aes, length = SecretKey.Aes256Length;
        byte yes = 1, no = 0;
        var name = Encoding.UTF8.GetBytes(label);
        fixed (byte* text = name)
        {
            var template = stackalloc CkAttribute[]
            {
                new(AttributeType.Class, &secretKey, (nuint)sizeof(nuint)),
                new(AttributeType.KeyType, &aes, (nuint)sizeof(nuint)),
                new(AttributeType.ValueLength, &length, (nuint)sizeof(nuint)),
                new(AttributeType.Label, text, (nuint)name.Length),
                new(AttributeType.Token, &yes, 1),
                new(AttributeType.Private, &yes, 1),
                new(AttributeType.Sensitive, &yes, 1),
                new(AttributeType.Extractable, &no, 1),
                new(AttributeType.Copyable, &no, 1),
                new(AttributeType.Encrypt, &yes, 1),
                new(AttributeType.Decrypt, &yes, 1),
                new(AttributeType.Wrap, &no, 1),
                new(AttributeType.Unwrap, &no, 1),
                new(AttributeType.Sign, &no, 1),
                new(AttributeType.Verify, &no, 1),
                new(AttributeType.Derive, &no, 1),
            };
            var mechanism = new CkMechanism(CkMechanism.AesKeyGen, null, 0);
            nuint key;
            Pkcs11Module.Demand("C_GenerateKey", ((delegate* unmanaged[Cdecl]<nuint, CkMechanism*, CkAttribute*, nuint, nuint*, nuint>)_module[Function.GenerateKey])(_handle, &mechanism, template, 16, &key));
        }
    }

    internal void Destroy(nuint key) =>
        Pkcs11Module.Demand("C_DestroyObject", ((delegate* unmanaged[Cdecl]<nuint, nuint, nuint>)_module[Function.DestroyObject])(_handle, key));

    /// <summary>AES-256-GCM: ciphertext ‖ tag.</summary>
    internal void Encrypt(nuint key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext, Span<byte> destination)
    {
        Pkcs11Module.Demand("C_Encrypt", Crypt("C_EncryptInit", Function.EncryptInit, Function.Encrypt, key, iv, associatedData, plaintext, destination, out var length));
        if (length != destination.Length)
        {
            throw new Pkcs11Exception("C_Encrypt", ReturnValue.GeneralError);
        }
    }

    /// <param name="destination">As long as the ciphertext with its tag, since some modules demand that room; the plaintext is at its beginning.</param>
    /// <returns>CKR_OK, or a return value that can mean that the tag is wrong.</returns>
    internal nuint Decrypt(nuint key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> ciphertext, Span<byte> destination)
    {
        var answer = Crypt("C_DecryptInit", Function.DecryptInit, Function.Decrypt, key, iv, associatedData, ciphertext, destination, out var length);
        if (answer is ReturnValue.EncryptedDataInvalid or ReturnValue.EncryptedDataLenRange or ReturnValue.AeadDecryptFailed or ReturnValue.GeneralError or ReturnValue.FunctionFailed)
        {
            CryptographicOperations.ZeroMemory(destination); // nothing that was not authenticated is looked at
            return answer;
        }

        Pkcs11Module.Demand("C_Decrypt", answer);
        return length == ciphertext.Length - TagLength ? ReturnValue.Ok : throw new Pkcs11Exception("C_Decrypt", ReturnValue.GeneralError);
    }

    /// <summary>What the token says to somebody who wants to read the key: CKR_ATTRIBUTE_SENSITIVE, if it is as it should be.</summary>
    internal nuint AnswerToReading(nuint key)
    {
        var value = stackalloc byte[SecretKey.Aes256Length];
        var attribute = new CkAttribute(AttributeType.Value, value, SecretKey.Aes256Length);
        var answer = GetAttributes(key, &attribute, 1);
        CryptographicOperations.ZeroMemory(new Span<byte>(value, SecretKey.Aes256Length));
        return answer;
    }

    /// <summary>
    /// Who is logged out sees no private keys, and is not told that there are some; a token that was pulled may seem empty. Neither
    /// must pass for a key that was destroyed.
    /// </summary>
    private void DemandSight()
    {
        if (!IsLoggedIn)
        {
            throw new Pkcs11Exception("C_FindObjects", ReturnValue.UserNotLoggedIn);
        }

        if (_module.LabelOf(_slot) is null)
        {
            throw new Pkcs11Exception("C_FindObjects", ReturnValue.TokenNotPresent);
        }
    }

    private nuint Crypt(
        string beginning, int begin, int function, nuint key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> source, Span<byte> destination, out int length)
    {
        fixed (byte* nonce = iv, aad = associatedData, from = source, to = destination)
        {
            var parameters = new CkGcmParams { Iv = nonce, IvLength = (nuint)iv.Length, IvBits = (nuint)iv.Length * 8, Aad = aad, AadLength = (nuint)associatedData.Length, TagBits = TagLength * 8 };
            var mechanism = new CkMechanism(CkMechanism.AesGcm, &parameters, (nuint)sizeof(CkGcmParams));
            Pkcs11Module.Demand(beginning, ((delegate* unmanaged[Cdecl]<nuint, CkMechanism*, nuint, nuint>)_module[begin])(_handle, &mechanism, key));
            var written = (nuint)destination.Length;
            var answer = ((delegate* unmanaged[Cdecl]<nuint, byte*, nuint, byte*, nuint*, nuint>)_module[function])(_handle, from, (nuint)source.Length, to, &written);
            length = (int)written;
            return answer;
        }
    }

    private nuint GetAttributes(nuint key, CkAttribute* attributes, nuint count) =>
        ((delegate* unmanaged[Cdecl]<nuint, nuint, CkAttribute*, nuint, nuint>)_module[Function.GetAttributeValue])(_handle, key, attributes, count);
}
