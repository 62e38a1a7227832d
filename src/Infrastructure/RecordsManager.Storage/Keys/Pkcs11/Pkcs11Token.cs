using System.Collections.Concurrent;
using RecordsManager.Application.Keys;

namespace RecordsManager.Storage.Keys.Pkcs11;

/// <summary>
/// The token, with sessions that are kept for the next use. The calls block, so that only so many run at a time. What is lost
/// between two calls (the network to an HSM, a token that was pulled) is opened anew, once; then we say that it is out of reach.
/// </summary>
internal sealed class Pkcs11Token(Pkcs11Options options) : IDisposable
{
    private const int AtATime = 8;

    private readonly SemaphoreSlim _places = new(AtATime);
    private readonly ConcurrentBag<Pkcs11Session> _idle = [];
    private readonly PinFile _pin = new(options.PinFile);
    private readonly Lock _opening = new();
    private Pkcs11Module? _module;

    /// <exception cref="KekUnavailableException">It is out of reach, or does not do what it should.</exception>
    internal ValueTask<T> Use<T>(Func<Pkcs11Session, T> act, CancellationToken ct) => TwiceIfLost(() => InKeptSession(act), ct);

    /// <summary>In a session that may change the token. HSMs have few of them: it is closed at once.</summary>
    internal ValueTask<T> Change<T>(Func<Pkcs11Session, T> act, CancellationToken ct) => TwiceIfLost(
        () =>
        {
            using var session = Open(writes: true);
            return act(session);
        },
        ct);

    public void Dispose()
    {
        CloseIdle();
        _module?.Dispose();
        _places.Dispose();
    }

    private async ValueTask<T> TwiceIfLost<T>(Func<T> act, CancellationToken ct)
    {
        await _places.WaitAsync(ct);
        try
        {
            try
            {
                return act();
            }
            catch (Pkcs11Exception lost) when (lost.IsLost)
            {
                CloseIdle(); // they stood on the same
                return act();
            }
        }
        catch (Pkcs11Exception failed)
        {
            throw new KekUnavailableException($"The token {options.Token} does not do what it is asked for: {failed.Message} See that the HSM runs and is in reach.", failed);
        }
        finally
        {
            _places.Release();
        }
    }

    private T InKeptSession<T>(Func<Pkcs11Session, T> act)
    {
        var session = _idle.TryTake(out var idle) ? idle : Open(writes: false);
        T result;
        try
        {
            result = act(session);
        }
        catch (Pkcs11Exception)
        {
            session.Dispose();
            throw;
        }
        catch
        {
            _idle.Add(session); // a refusal of ours: nothing is wrong with the session
            throw;
        }

        _idle.Add(session);
        return result;
    }

    /// <summary>One after another, so that a wrong PIN is tried once and not by each thread.</summary>
    private Pkcs11Session Open(bool writes)
    {
        lock (_opening)
        {
            _module ??= Pkcs11Module.Use(options.Module);
            var session = new Pkcs11Session(_module, Slot(_module), writes);
            try
            {
                if (!session.IsLoggedIn)
                {
                    LogIn(session);
                }

                return session;
            }
            catch
            {
                session.Dispose();
                throw;
            }
        }
    }

    private nuint Slot(Pkcs11Module module) => module.SlotsOf(options.Token) switch
    {
        [var slot] => slot,
        [] => throw new KekUnavailableException($"No token with the label {options.Token} is in reach of {options.Module}. Connect the HSM (some modules see it only after a restart of the server), or correct RECORDS_PKCS11_TOKEN."),
        _ => throw new KekUnavailableException($"Several tokens have the label {options.Token}, and the KEKs are in one of them. Give each its own label."),
    };

    private void LogIn(Pkcs11Session session)
    {
        using var pin = _pin.Read();
        try
        {
            session.LogIn(pin.Bytes);
        }
        catch (Pkcs11Exception refused) when (refused.Code is ReturnValue.PinIncorrect or ReturnValue.PinInvalid or ReturnValue.PinLengthRange)
        {
            _pin.Refuse();
            throw new KekUnavailableException($"The token {options.Token} refused the PIN in {options.PinFile}. Write the right one there; it is tried again when the file has changed.", refused);
        }
        catch (Pkcs11Exception locked) when (locked.Code is ReturnValue.PinLocked or ReturnValue.PinExpired or ReturnValue.UserPinNotInitialized)
        {
            throw new KekUnavailableException($"The token {options.Token} lets nobody in: {locked.Message} Its security officer must set a new PIN.", locked);
        }
    }

    private void CloseIdle()
    {
        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }
    }
}
