using System.Collections.Concurrent;

namespace RecordsManager.Storage.S3;

/// <summary>
/// Buffers of one part each. The shared array pool would round five MiB up to eight; a part of less than five MiB is refused
/// by the protocol, and each upload holds one.
/// </summary>
internal sealed class PartBuffers
{
    internal const int PartLength = 5 * 1024 * 1024;

    private const int KeptIdle = 8;

    private readonly ConcurrentBag<byte[]> _idle = [];
    private int _made;

    /// <summary>How many were ever made: what a test of bounded memory counts.</summary>
    internal int Made => _made;

    internal byte[] Rent()
    {
        if (_idle.TryTake(out var buffer))
        {
            return buffer;
        }

        Interlocked.Increment(ref _made);
        return GC.AllocateUninitializedArray<byte>(PartLength);
    }

    /// <summary>It held ciphertext: nothing to wipe.</summary>
    internal void Return(byte[] buffer)
    {
        if (_idle.Count < KeptIdle)
        {
            _idle.Add(buffer);
        }
    }
}
