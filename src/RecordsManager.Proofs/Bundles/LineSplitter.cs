namespace RecordsManager.Proofs.Bundles;

/// <summary>Cuts blocks of bytes into lines that end with a line feed. A last line without one, or a line that is too long, is told to nobody but <see cref="IsWhole"/>.</summary>
/// <param name="line">Without its line feed; valid during the call only.</param>
internal sealed class LineSplitter(Action<ReadOnlyMemory<byte>> line)
{
    public const int Longest = 1 << 20;

    private byte[] _rest = new byte[1 << 12];
    private int _restLength;
    private bool _isTooLong;

    /// <summary>Every byte so far belongs to a line that ended.</summary>
    public bool IsWhole => _restLength == 0 && !_isTooLong;

    public void Block(ReadOnlySpan<byte> bytes)
    {
        while (!_isTooLong && !bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var piece = end < 0 ? bytes : bytes[..end];
            _isTooLong = _restLength + piece.Length > Longest;
            if (_isTooLong)
            {
                return;
            }

            Keep(piece);
            if (end < 0)
            {
                return;
            }

            line(_rest.AsMemory(0, _restLength));
            _restLength = 0;
            bytes = bytes[(end + 1)..];
        }
    }

    private void Keep(ReadOnlySpan<byte> piece)
    {
        if (_restLength + piece.Length > _rest.Length)
        {
            Array.Resize(ref _rest, Math.Max(_rest.Length * 2, _restLength + piece.Length));
        }

        piece.CopyTo(_rest.AsSpan(_restLength));
        _restLength += piece.Length;
    }
}
