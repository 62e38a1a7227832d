namespace RecordsManager.Media.WebM;

/// <summary>The elements of a payload, one after the other.</summary>
internal readonly ref struct Elements(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public Enumerator GetEnumerator() => new(_bytes);

    public ref struct Enumerator(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private int _at;

        public (ulong Id, int From, int To) Current { get; private set; }

        public bool MoveNext()
        {
            if (_at >= _bytes.Length)
            {
                return false;
            }

            var idLength = Ebml.LengthOf(_bytes[_at], most: 4);
            var lengthAt = _at + idLength;
            var lengthLength = Ebml.LengthOf(_bytes[lengthAt], most: 8);
            var from = lengthAt + lengthLength;
            var length = Ebml.Number(_bytes[lengthAt..from], marked: false);
            if (length > (ulong)(_bytes.Length - from))
            {
                throw new InvalidDataException("An element does not fit its cluster.");
            }

            _at = from + (int)length;
            Current = (Ebml.Number(_bytes.Slice(lengthAt - idLength, idLength), marked: true), from, _at);
            return true;
        }
    }
}
