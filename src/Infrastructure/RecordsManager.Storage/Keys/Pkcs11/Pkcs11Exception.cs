using System.Globalization;

namespace RecordsManager.Storage.Keys.Pkcs11;

/// <summary>What a function of the module answered other than CKR_OK.</summary>
internal sealed class Pkcs11Exception(string function, nuint code)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"{function} answered {NameOf(code)} (0x{(ulong)code:X})."))
{
    internal nuint Code { get; } = code;

    /// <summary>The session, or what it stood on, is gone; a new one may work.</summary>
    internal bool IsLost => Code is ReturnValue.SessionHandleInvalid or ReturnValue.SessionClosed or ReturnValue.DeviceError or ReturnValue.DeviceRemoved
        or ReturnValue.TokenNotPresent or ReturnValue.TokenNotRecognized or ReturnValue.SlotIdInvalid or ReturnValue.UserNotLoggedIn
        or ReturnValue.ObjectHandleInvalid or ReturnValue.KeyHandleInvalid or ReturnValue.OperationActive or ReturnValue.OperationNotInitialized;

    private static string NameOf(nuint code) => code switch
    {
        ReturnValue.SlotIdInvalid => "CKR_SLOT_ID_INVALID",
        ReturnValue.GeneralError => "CKR_GENERAL_ERROR",
        ReturnValue.FunctionFailed => "CKR_FUNCTION_FAILED",
        ReturnValue.AttributeTypeInvalid => "CKR_ATTRIBUTE_TYPE_INVALID",
        ReturnValue.DeviceError => "CKR_DEVICE_ERROR",
        ReturnValue.DeviceMemory => "CKR_DEVICE_MEMORY",
        ReturnValue.DeviceRemoved => "CKR_DEVICE_REMOVED",
        ReturnValue.KeyHandleInvalid => "CKR_KEY_HANDLE_INVALID",
        ReturnValue.MechanismInvalid => "CKR_MECHANISM_INVALID",
        ReturnValue.MechanismParamInvalid => "CKR_MECHANISM_PARAM_INVALID",
        ReturnValue.ObjectHandleInvalid => "CKR_OBJECT_HANDLE_INVALID",
        ReturnValue.OperationActive => "CKR_OPERATION_ACTIVE",
        ReturnValue.OperationNotInitialized => "CKR_OPERATION_NOT_INITIALIZED",
        ReturnValue.PinIncorrect => "CKR_PIN_INCORRECT",
        ReturnValue.PinExpired => "CKR_PIN_EXPIRED",
        ReturnValue.PinLocked => "CKR_PIN_LOCKED",
        ReturnValue.SessionClosed => "CKR_SESSION_CLOSED",
        ReturnValue.SessionCount => "CKR_SESSION_COUNT",
        ReturnValue.SessionHandleInvalid => "CKR_SESSION_HANDLE_INVALID",
        ReturnValue.TemplateInconsistent => "CKR_TEMPLATE_INCONSISTENT",
        ReturnValue.TokenNotPresent => "CKR_TOKEN_NOT_PRESENT",
        ReturnValue.TokenNotRecognized => "CKR_TOKEN_NOT_RECOGNIZED",
        ReturnValue.TokenWriteProtected => "CKR_TOKEN_WRITE_PROTECTED",
        ReturnValue.UserNotLoggedIn => "CKR_USER_NOT_LOGGED_IN",
        ReturnValue.UserPinNotInitialized => "CKR_USER_PIN_NOT_INITIALIZED",
        _ => "an error",
    };
}
