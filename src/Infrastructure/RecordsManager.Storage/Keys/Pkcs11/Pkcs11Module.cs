using System.Runtime.InteropServices;
using System.Text;
using RecordsManager.Application.Keys;

namespace RecordsManager.Storage.Keys.Pkcs11;

/// <summary>
/// The HSM vendor's library. A process has it once, whoever uses it: it is initialized with the first use and finalized with the
/// last one. It stays loaded, because such libraries leave threads and exit handlers behind.
/// </summary>
internal sealed unsafe class Pkcs11Module : IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, Pkcs11Module> Loaded = new(StringComparer.Ordinal);

    private readonly string _path;
    private readonly void** _functions;
    private bool _finalizes;
    private int _uses;

    private Pkcs11Module(string path, void** functions)
    {
        _path = path;
        _functions = functions;
    }

    /// <exception cref="KekUnavailableException">There is no such library, or it is none of PKCS#11.</exception>
    internal static Pkcs11Module Use(string path)
    {
        lock (Gate)
        {
            if (!Loaded.TryGetValue(path, out var module))
            {
                module = Load(path);
                Loaded[path] = module;
            }

            if (module._uses == 0)
            {
                module.Initialize();
            }

            module._uses++;
            return module;
        }
    }

    public void Dispose()
    {
        lock (Gate)
        {
            _uses--;
            if (_uses == 0 && _finalizes)
            {
                _ = ((delegate* unmanaged[Cdecl]<void*, nuint>)this[Function.Finalize])(null);
            }
        }
    }

    /// <summary>Where the function is.</summary>
    internal nint this[int function] => (nint)_functions[function];

    /// <summary>The slots of the tokens with this label.</summary>
    internal IReadOnlyList<nuint> SlotsOf(string token) => [.. Slots().Where(slot => LabelOf(slot) == token)];

    /// <summary>Of the token in the slot; null when there is none that is fit for use.</summary>
    internal string? LabelOf(nuint slot)
    {
        CkTokenInfo info;
        return ((delegate* unmanaged[Cdecl]<nuint, CkTokenInfo*, nuint>)this[Function.GetTokenInfo])(slot, &info) == ReturnValue.Ok && (info.Flags & CkTokenInfo.Initialized) != 0
            ? Encoding.UTF8.GetString(info.Label, CkTokenInfo.LabelLength).TrimEnd(' ')
            : null;
    }

    private nuint[] Slots()
    {
        var list = (delegate* unmanaged[Cdecl]<byte, nuint*, nuint*, nuint>)this[Function.GetSlotList];
        nuint count;
        Demand("C_GetSlotList", list(1, null, &count));
        var slots = new nuint[count];
        fixed (nuint* first = slots)
        {
            Demand("C_GetSlotList", list(1, first, &count));
        }

        return slots[..(int)count];
    }

    internal static void Demand(string function, nuint answer)
    {
        if (answer != ReturnValue.Ok)
        {
            throw new Pkcs11Exception(function, answer);
        }
    }

    private static Pkcs11Module Load(string path)
    {
        if (!NativeLibrary.TryLoad(path, out var library))
        {
            throw new KekUnavailableException($"The PKCS#11 module {path} cannot be loaded. Install the HSM's library, or correct RECORDS_PKCS11_MODULE.");
        }

        if (!NativeLibrary.TryGetExport(library, "C_GetFunctionList", out var entry))
        {
            throw new KekUnavailableException($"{path} is no PKCS#11 module: it has no C_GetFunctionList. Correct RECORDS_PKCS11_MODULE.");
        }

        void** list;
        Demand("C_GetFunctionList", ((delegate* unmanaged[Cdecl]<void***, nuint>)entry)(&list));
        return new Pkcs11Module(path, list + 1); // the functions follow the version, which takes the place of a pointer
    }

    private void Initialize()
    {
        var arguments = new CkInitializeArgs { Flags = CkInitializeArgs.OsLockingOk }; // many threads call it
        var answer = ((delegate* unmanaged[Cdecl]<void*, nuint>)this[Function.Initialize])(&arguments);
        _finalizes = answer == ReturnValue.Ok; // else somebody else in this process has initialized it
        if (answer is not (ReturnValue.Ok or ReturnValue.AlreadyInitialized))
        {
            throw new KekUnavailableException($"The PKCS#11 module {_path} cannot be initialized. See its own log and configuration.", new Pkcs11Exception("C_Initialize", answer));
        }
    }
}
