namespace RecordsManager.TestSupport;

/// <summary>Seeded changes to bytes: a failure repeats.</summary>
public sealed class Dice(uint seed)
{
    private uint _state = seed * 2_654_435_761;

    public int Below(int limit)
    {
        // xorshift32: the tests need repetition, not secrecy
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (int)(_state % (uint)limit);
    }

    public byte[] Mutate(byte[] original)
    {
        var bytes = original.ToList();
        for (var change = Below(3) + 1; change > 0 && bytes.Count > 1; change--)
        {
            // half of all changes hit the header, where most decisions are made
            var at = Below(2) == 0 ? Below(Math.Min(bytes.Count, 160)) : Below(bytes.Count);
            switch (Below(6))
            {
                case 0: bytes[at] ^= (byte)(1 << Below(8)); break;
                case 1: bytes[at] = (byte)Below(256); break;
                case 2: bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + Below(40))); break;
                case 3: bytes.InsertRange(at, Enumerable.Range(0, 1 + Below(20)).Select(_ => (byte)Below(256))); break;
                case 4: bytes = bytes[..at]; break;
                default: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, 60))); break;
            }
        }

        return [.. bytes];
    }
}
