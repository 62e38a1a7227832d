namespace RecordsManager.Storage.Keys.Pkcs11;

/// <param name="Module">The path of the HSM vendor's library.</param>
/// <param name="Token">The label of the token in which the KEKs are.</param>
/// <param name="PinFile">Holds the user's PIN; only its owner may be able to read it.</param>
public sealed record Pkcs11Options(string Module, string Token, string PinFile);
