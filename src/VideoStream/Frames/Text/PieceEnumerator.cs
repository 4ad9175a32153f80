namespace VideoStream.Frames.Text;

/// <summary>
/// Divides a text into pieces that are shaped each by itself: single digits, which change from frame to frame, and what is between them.
/// A text with other characters than ASCII is one piece, because the shapes of its letters may depend on each other.
/// </summary>
internal ref struct PieceEnumerator(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly bool _isWhole = !System.Text.Ascii.IsValid(text);
    private int _start;
    private int _end;

    public readonly Range Current => _start.._end;

    public readonly PieceEnumerator GetEnumerator() => this;

    public bool MoveNext()
    {
        _start = _end;
        if (_start == _text.Length)
            return false;
        _end = _isWhole ? _text.Length : _start + 1;
        if (char.IsAsciiDigit(_text[_start]))
            return true;
        while (_end < _text.Length && !char.IsAsciiDigit(_text[_end]))
            _end++;
        return true;
    }
}
