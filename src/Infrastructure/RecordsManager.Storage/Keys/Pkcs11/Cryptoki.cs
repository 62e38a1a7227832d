using System.Runtime.InteropServices;

namespace RecordsManager.Storage.Keys.Pkcs11;

/// <summary>Those return values (CK_RV) of PKCS#11 v2.40 that we tell apart.</summary>
internal static class ReturnValue
{
    internal const nuint Ok = 0;
    internal const nuint SlotIdInvalid = 0x3;
    internal const nuint GeneralError = 0x5;
    internal const nuint FunctionFailed = 0x6;
    internal const nuint AttributeTypeInvalid = 0x12;
    internal const nuint DeviceError = 0x30;
    internal const nuint DeviceMemory = 0x31;
    internal const nuint DeviceRemoved = 0x32;
    internal const nuint EncryptedDataInvalid = 0x40;
    internal const nuint EncryptedDataLenRange = 0x41;
    internal const nuint AeadDecryptFailed = 0x42; // v3.0
    internal const nuint KeyHandleInvalid = 0x60;
    internal const nuint MechanismInvalid = 0x70;
    internal const nuint MechanismParamInvalid = 0x71;
    internal const nuint ObjectHandleInvalid = 0x82;
    internal const nuint OperationActive = 0x90;
    internal const nuint OperationNotInitialized = 0x91;
    internal const nuint PinIncorrect = 0xA0;
    internal const nuint PinInvalid = 0xA1;
    internal const nuint PinLengthRange = 0xA2;
    internal const nuint PinExpired = 0xA3;
    internal const nuint PinLocked = 0xA4;
    internal const nuint SessionClosed = 0xB0;
    internal const nuint SessionCount = 0xB1;
    internal const nuint SessionHandleInvalid = 0xB3;
    internal const nuint TemplateInconsistent = 0xD1;
    internal const nuint TokenNotPresent = 0xE0;
    internal const nuint TokenNotRecognized = 0xE1;
    internal const nuint TokenWriteProtected = 0xE2;
    internal const nuint UserAlreadyLoggedIn = 0x100;
    internal const nuint UserNotLoggedIn = 0x101;
    internal const nuint UserPinNotInitialized = 0x102;
    internal const nuint BufferTooSmall = 0x150;
    internal const nuint AlreadyInitialized = 0x191;
}

/// <summary>Where in CK_FUNCTION_LIST each function that we call stands.</summary>
internal static class Function
{
    internal const int Initialize = 0;
    internal const int Finalize = 1;
    internal const int GetSlotList = 4;
    internal const int GetTokenInfo = 6;
    internal const int OpenSession = 12;
    internal const int CloseSession = 13;
    internal const int GetSessionInfo = 15;
    internal const int Login = 18;
    internal const int DestroyObject = 22;
    internal const int GetAttributeValue = 24;
    internal const int FindObjectsInit = 26;
    internal const int FindObjects = 27;
    internal const int FindObjectsFinal = 28;
    internal const int EncryptInit = 29;
    internal const int Encrypt = 30;
    internal const int DecryptInit = 33;
    internal const int Decrypt = 34;
    internal const int GenerateKey = 58;
}

/// <summary>CKA_…</summary>
internal static class AttributeType
{
    internal const nuint Class = 0x0;
    internal const nuint Token = 0x1;
    internal const nuint Private = 0x2;
    internal const nuint Label = 0x3;
    internal const nuint Value = 0x11;
    internal const nuint KeyType = 0x100;
    internal const nuint Sensitive = 0x103;
    internal const nuint Encrypt = 0x104;
    internal const nuint Decrypt = 0x105;
    internal const nuint Wrap = 0x106;
    internal const nuint Unwrap = 0x107;
    internal const nuint Sign = 0x108;
    internal const nuint Verify = 0x10A;
    internal const nuint Derive = 0x10C;
    internal const nuint ValueLength = 0x161;
    internal const nuint Extractable = 0x162;
    internal const nuint NeverExtractable = 0x164;
    internal const nuint AlwaysSensitive = 0x165;
    internal const nuint Copyable = 0x171;
}

// CK_ULONG is C's unsigned long, which on every system that we run on is as wide as a pointer: nuint.
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CkAttribute(nuint type, void* value, nuint length)
{
    internal nuint Type = type;
    internal void* Value = value;
    internal nuint Length = length;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CkMechanism(nuint mechanism, void* parameter, nuint length)
{
    internal const nuint AesKeyGen = 0x1080;
    internal const nuint AesGcm = 0x1087;

    internal nuint Mechanism = mechanism;
    internal void* Parameter = parameter;
    internal nuint Length = length;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CkGcmParams
{
    internal byte* Iv;
    internal nuint IvLength;
    internal nuint IvBits;
    internal byte* Aad;
    internal nuint AadLength;
    internal nuint TagBits;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CkInitializeArgs
{
    internal const nuint OsLockingOk = 2;

    internal void* CreateMutex;
    internal void* DestroyMutex;
    internal void* LockMutex;
    internal void* UnlockMutex;
    internal nuint Flags;
    internal void* Reserved;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CkTokenInfo
{
    internal const int LabelLength = 32;
    internal const nuint Initialized = 0x400; // CKF_TOKEN_INITIALIZED

    internal fixed byte Label[LabelLength]; // padded with blanks
    internal fixed byte Others[32 + 16 + 16]; // manufacturer, model, serial number
    internal nuint Flags;
    internal Counts Numbers;
    internal fixed byte Versions[4];
    internal fixed byte Time[16];

    /// <summary>Sessions, PIN lengths and memory: ten numbers that we do not read.</summary>
    [System.Runtime.CompilerServices.InlineArray(10)]
    internal struct Counts
    {
        internal nuint First;
    }
}

[StructLayout(LayoutKind.Sequential)]
internal struct CkSessionInfo
{
    internal const nuint ReadOnlyUser = 1;
    internal const nuint ReadWriteUser = 3;

    internal nuint Slot;
    internal nuint State;
    internal nuint Flags;
    internal nuint DeviceError;
}
