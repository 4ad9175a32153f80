using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>
/// Reads one JPEG from bytes that arrive. It ends where its own structure says, so it is complete with its last byte. Only if its end
/// marker is missing do other signs count: the length that was announced, the next delimiter, the next JPEG, the end of the stream.
/// </summary>
/// <param name="received">The bytes.</param>
internal sealed class JpegFrameReader(JpegReceiver received)
{
    private JpegEndFinder? _ends;
    private bool _isEndMissing;
    private bool _isLengthTried;
    private bool _isDelimiterTried;
    private int _searched;

    /// <summary>The result of scanning the last JPEG.</summary>
    public JpegScanner Scanned { get; private set; }

    /// <summary>
    /// Blocks until it is certain whether the start marker at the front of the data begins a JPEG. Of several start markers it skips all
    /// but the last.
    /// </summary>
    /// <returns>False if it was only a pair of start and end marker, which is skipped.</returns>
    /// <exception cref="EndOfStreamException">The stream has ended.</exception>
    public bool TryBegin()
    {
        while (true)
        {
            while (received.Data.Length < 4)
                received.FillOrThrow();
            switch (received.Data[3])
            {
                case JpegMarkers.StartOfImage:
                    received.Consume(2);
                    break;
                case JpegMarkers.EndOfImage:
                    received.Consume(4);
                    return false;
                default:
                    return true;
            }
        }
    }

    /// <summary>Blocks until the JPEG at the front of the data has arrived.</summary>
    /// <param name="announcedEnd">Where in the stream it ends, as was announced; null if it was not.</param>
    /// <param name="delimiter">What follows it; empty if that is not known.</param>
    /// <returns>The frame, which the caller releases; null if it is damaged. <see cref="Scanned"/> says where.</returns>
    /// <exception cref="EndOfStreamException">The stream has ended, and the JPEG is not whole.</exception>
    public PooledBuffer? Read(long? announcedEnd, ReadOnlySpan<byte> delimiter)
    {
        (_isLengthTried, _isDelimiterTried, _searched) = (false, false, 0);
        var scanner = new JpegScanner();
        while (true)
        {
            JpegScan scan = scanner.Advance(received.Data);
            Scanned = scanner;
            if (scan == JpegScan.Complete)
                return received.DetachFrame(scanner.Length);
            if (scan == JpegScan.Damaged)
                return TryDetachWithoutEnd(scanner.Length, delimiter);
            if (TryDetachAt(announcedEnd, delimiter) is { } announced)
                return announced;
            if (TryDetachBefore(delimiter) is { } delimited)
                return delimited;
            if (!received.Fill())
                return TryDetachWithoutEnd(received.Data.Length, delimiter) ?? throw new EndOfStreamException();
        }
    }

    /// <summary>Blocks until the only JPEG of the stream has arrived. Skips what is before it.</summary>
    /// <returns>The frame, which the caller releases; null if it is damaged, or if there is none.</returns>
    public PooledBuffer? ReadSingle()
    {
        try
        {
            while (true)
            {
                int at = received.Data.IndexOf(JpegMarkers.Start);
                received.Consume(at >= 0 ? at : Math.Max(0, received.Data.Length - JpegMarkers.Start.Length + 1));
                if (at < 0)
                    received.FillOrThrow();
                else if (TryBegin())
                    return Read(announcedEnd: null, delimiter: default);
            }
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    private PooledBuffer? TryDetachAt(long? announcedEnd, ReadOnlySpan<byte> delimiter)
    {
        if (_isLengthTried || announcedEnd - received.Position is not { } length || length > received.Data.Length)
            return null;
        _isLengthTried = true;
        return length > 0 ? TryDetachWithoutEnd((int)length, delimiter) : null;
    }

    /// <summary>Searches for a delimiter, but only for cameras that leave out the end: for all others it would be wasted.</summary>
    private PooledBuffer? TryDetachBefore(ReadOnlySpan<byte> delimiter)
    {
        if (!_isEndMissing || delimiter.IsEmpty || _isDelimiterTried)
            return null;
        int at = received.Data[_searched..].IndexOf(delimiter);
        _isDelimiterTried = at >= 0;
        int end = _searched + at;
        _searched = Math.Max(_searched, received.Data.Length - delimiter.Length + 1);
        return at >= 0 ? TryDetachWithoutEnd(end, delimiter: default) : null;
    }

    /// <summary>Detaches a frame that has no end marker, if it is whole.</summary>
    /// <param name="most">Where in the data it has ended at the latest.</param>
    /// <param name="delimiter">What follows it; empty if that is not known.</param>
    private PooledBuffer? TryDetachWithoutEnd(int most, ReadOnlySpan<byte> delimiter)
    {
        if (!Scanned.HasData || Scanned.Excess is not null)
            return null;
        int delimited = delimiter.IsEmpty ? -1 : received.Data[..most].IndexOf(delimiter);
        ReadOnlySpan<byte> data = received.Data[..(delimited >= 0 ? delimited : most)];
        if (!(_ends ??= new JpegEndFinder()).TryFind(data, out int end))
            return null;
        _isEndMissing = true;
        return received.DetachFrame(end, lacksEnd: true);
    }
}
