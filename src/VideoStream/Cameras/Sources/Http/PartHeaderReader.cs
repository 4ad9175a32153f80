using VideoStream.Frames.Jpeg;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>
/// Finds the JPEGs of an MJPEG stream. A JPEG begins where its start marker is, whatever is before it: a delimiter and a header as
/// RFC 2046 asks for, only one of them, or neither. The header says where the JPEG may end, and what a part without a JPEG is.
/// </summary>
/// <param name="received">The bytes of the stream.</param>
/// <param name="boundary">The boundary parameter of the content type; null if there is none.</param>
internal sealed class PartHeaderReader(JpegReceiver received, string? boundary)
{
    private const int MaxHeaderBytes = 8 * 1024;

    private readonly PartDelimiter _delimiter = new(boundary);
    private readonly PartHeader _header = new();
    private State _state;
    private int _headerBytes;
    private long _bodyAt;
    private long _frameUntil;

    // Up to where in the stream nothing was found. Without these, rubbish would be searched again and again.
    private long _noJpegBefore;
    private long _noDelimiterBefore;

    private enum State
    {
        /// <summary>After a JPEG, or at the start of the stream.</summary>
        Between,
        Header,

        /// <summary>Right after the empty line that ends a header.</summary>
        BodyStart,

        /// <summary>In a part that has not begun with a JPEG.</summary>
        Body,
    }

    /// <inheritdoc cref="PartDelimiter.Text"/>
    public ReadOnlySpan<byte> Delimiter => _delimiter.Text;

    /// <summary>Where in the stream the part ends, as its header says; null if it does not say.</summary>
    public long? PartEnd => _header.Length is { } length and <= JpegReceiver.MaxBytes ? _bodyAt + length : null;

    /// <inheritdoc cref="PartHeader.VideoCodec"/>
    public string VideoCodec => _header.VideoCodec;

    /// <summary>Blocks until the next JPEG is at the front of the data, or there is a part without one.</summary>
    /// <exception cref="EndOfStreamException">There is no further part.</exception>
    /// <exception cref="InvalidDataException">The stream is broken.</exception>
    public PartContent FindNext()
    {
        long startedAt = received.Position;
        while (true)
        {
            int jpegAt = Find(JpegMarkers.Start, 0, ref _noJpegBefore);
            int before = jpegAt < 0 ? received.Data.Length : jpegAt;
            while (TryRead(ref before, isMore: jpegAt < 0, out PartContent? content))
            {
                if (content is { } found)
                    return found;
            }

            if (jpegAt >= 0 && TryBeginJpeg(before))
                return PartContent.Jpeg;
            if (jpegAt >= 0)
                continue;

            DropRubbish();
            if (received.Position - startedAt > JpegReceiver.MaxBytes)
                throw new InvalidDataException("no boundary between pictures");
            received.FillOrThrow();
        }
    }

    /// <summary>Skips a damaged JPEG: to the next delimiter if that has arrived, else to where the damage was found.</summary>
    public void SkipDamaged(int damageAt)
    {
        int next = Delimiter.IsEmpty ? -1 : Find(Delimiter, 2, ref _noDelimiterBefore);
        received.Consume(Math.Min(received.Data.Length, next >= 0 ? next : Math.Max(2, damageAt)));
    }

    /// <summary>Where in the data these bytes are, from here on; -1 if they are not there.</summary>
    private int Find(ReadOnlySpan<byte> bytes, int from, ref long notBefore)
    {
        from = (int)Math.Clamp(notBefore - received.Position, Math.Min(from, received.Data.Length), received.Data.Length);
        int at = received.Data[from..].IndexOf(bytes);
        if (at >= 0)
            return from + at;
        notBefore = received.Position + Math.Max(from, received.Data.Length - bytes.Length + 1);
        return -1;
    }

    /// <summary>Records that the part had a frame. Further JPEGs in it are previews, or the other half of an interlaced frame.</summary>
    public void EndFrame() => _frameUntil = PartEnd ?? 0;

    private bool TryBeginJpeg(int before)
    {
        received.Consume(before);
        if (received.Position < _frameUntil)
        {
            received.Consume(JpegMarkers.Start.Length);
            return false;
        }

        // Without a delimiter or an empty line, what was read before says nothing of this JPEG.
        if (_state == State.Between)
            _header.Clear();
        if (_state == State.Header)
            _bodyAt = received.Position;
        _state = State.Between;
        return true;
    }

    /// <summary>Reads a line, or looks at the first bytes of a part.</summary>
    /// <param name="before">How many bytes there are before the next JPEG. What is read is subtracted.</param>
    /// <param name="isMore">Whether more bytes will follow those.</param>
    /// <param name="content">What was found, if anything.</param>
    /// <returns>False if there is no whole line.</returns>
    private bool TryRead(ref int before, bool isMore, out PartContent? content)
    {
        content = null;
        if (_state == State.BodyStart)
        {
            if (before < 4 && isMore)
                return false;
            _state = State.Body;
            content = IsVideo(received.Data[..before]) ? PartContent.Video : null;
            return true;
        }

        int end = received.Data[..before].IndexOf((byte)'\n');
        if (end < 0)
            return false;
        content = ReadLine(received.Data[..end].TrimEnd((byte)'\r'));
        received.Consume(end + 1);
        before -= end + 1;
        if (_state == State.BodyStart)
            _bodyAt = received.Position;
        return true;
    }

    private PartContent? ReadLine(ReadOnlySpan<byte> line)
    {
        if (_delimiter.IsMatch(line))
            return BeginPart();
        if (_state != State.Header)
            return null;
        if (line.IsEmpty)
            _state = State.BodyStart;
        else if (!IsText(line))
            _state = State.Body;
        else if ((_headerBytes += line.Length) > MaxHeaderBytes)
            throw Endless();
        else
            _header.Read(line);
        return null;
    }

    private PartContent? BeginPart()
    {
        bool wasEmpty = _state is State.Body && !_header.IsOther;
        _header.Clear();
        (_state, _headerBytes, _frameUntil) = (State.Header, 0, 0);
        return wasEmpty ? PartContent.Nothing : null;
    }

    /// <summary>Whether a part begins as a video does: with a start code (ITU-T H.264, annex B), or as its header says.</summary>
    private bool IsVideo(ReadOnlySpan<byte> body) =>
        body is [0, 0, 1, ..] or [0, 0, 0, 1, ..] || (_header.IsVideo && !body.IsEmpty);

    /// <summary>Drops bytes that are no part of a line, except for those that may be the start of a delimiter or of a JPEG.</summary>
    private void DropRubbish()
    {
        if (received.Data.Length <= MaxHeaderBytes)
            return;
        if (_state == State.Header)
            throw Endless();
        received.Consume(received.Data.Length - PartDelimiter.MaxLength);
    }

    private static bool IsText(ReadOnlySpan<byte> line) =>
        line.IndexOfAnyInRange<byte>(0, 8) < 0 && line.IndexOfAnyInRange<byte>(10, 31) < 0;

    private static InvalidDataException Endless() => new("a part's header has no end");
}
