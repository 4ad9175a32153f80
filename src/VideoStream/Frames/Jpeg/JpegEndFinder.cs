using System.Buffers.Binary;
using VideoStream.Configuration;
using static VideoStream.Frames.Jpeg.JpegMarkers;

namespace VideoStream.Frames.Jpeg;

/// <summary>
/// Finds the end of a JPEG whose end marker is missing: some cameras send all their frames so. It counts the coded blocks. A JPEG that has
/// all of them is whole, and one that was cut short is not, even if what follows could be read as blocks. A progressive one has all of them
/// with the scan after which no bit of a coefficient is missing. Reads JPEGs with Huffman codes (ITU-T T.81, annexes F and G), as cameras
/// send them. Used by one thread at a time.
/// </summary>
internal sealed class JpegEndFinder
{
    public const int MaxComponents = 4;

    private const int MaxTables = 4, MaxBlocks = MaxComponents * 16 * 16;

    private readonly HuffmanTable[] _dc = [new(), new(), new(), new()], _ac = [new(), new(), new(), new()];
    private readonly (byte Id, int Horizontal, int Vertical)[] _components = new (byte, int, int)[MaxComponents];
    private int _count, _scanned, _maxHorizontal, _maxVertical, _restartInterval;
    private PictureSize _size;
    private JpegProgression? _progression;
    private bool _isProgressive;

    /// <summary>Whether nothing is missing.</summary>
    private bool IsComplete => _isProgressive ? _progression!.IsComplete : _count > 0 && _scanned >= _count;

    /// <summary>Finds the end.</summary>
    /// <param name="jpeg">The JPEG, and what follows it up to where it must have ended.</param>
    /// <param name="end">Where the end marker belongs.</param>
    /// <returns>False if the JPEG is not whole.</returns>
    public bool TryFind(ReadOnlySpan<byte> jpeg, out int end)
    {
        (_count, _scanned, _restartInterval, _isProgressive) = (0, 0, 0, false);
        // For cameras that leave out the tables as well.
        TryReadAll(JpegHuffmanTables.Standard, 0, out _);
        return TryReadAll(jpeg, 2, out end) && IsEnd(jpeg[..end], jpeg[end..]);
    }

    /// <summary>Whether the bytes behind are padding, a marker or a delimiter. Padding must not have been read as data.</summary>
    private static bool IsEnd(ReadOnlySpan<byte> jpeg, ReadOnlySpan<byte> behind) =>
        behind is [] or [Prefix, ..]
        || (behind is [0, ..] && jpeg is not [.., 0, 0])
        || (behind is [(byte)'\r' or (byte)'\n', ..] && behind.TrimStart("\r\n"u8) is ([] or [(byte)'-', (byte)'-', ..]));

    /// <summary>Reads segments until nothing is missing.</summary>
    private bool TryReadAll(ReadOnlySpan<byte> jpeg, int at, out int end)
    {
        end = at;
        while (end + 4 <= jpeg.Length && jpeg[end] == Prefix)
        {
            byte marker = jpeg[end + 1];
            if (marker == Prefix)
            {
                end++;
                continue;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(end + 2)..]);
            if (marker == EndOfImage || IsMisplaced(marker) || length < 2 || end + 2 + length > jpeg.Length)
                return false;
            ReadOnlySpan<byte> segment = jpeg.Slice(end + 4, length - 2);
            end += 2 + length;
            if (marker == StartOfScan ? !TryReadScan(jpeg, segment, ref end) : !TryReadSegment(marker, segment))
                return false;
            if (IsComplete)
                return true;
        }

        return false;
    }

    private bool TryReadSegment(byte marker, ReadOnlySpan<byte> segment)
    {
        if (marker == DefineHuffmanTables)
            return TryReadTables(segment);
        if (marker is Baseline or Extended or Progressive)
            return TryReadHeader(marker, segment);
        if (marker == DefineRestartInterval && segment.Length >= 2)
            _restartInterval = BinaryPrimitives.ReadUInt16BigEndian(segment);
        return !IsFrameHeader(marker);
    }

    private bool TryReadTables(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            int kind = segment[0] >> 4, id = segment[0] & 15;
            if (kind > 1 || id >= MaxTables || !(kind == 0 ? _dc : _ac)[id].TryDefine(segment[1..], out int length))
                return false;
            segment = segment[(1 + length)..];
        }

        return true;
    }

    private bool TryReadHeader(byte marker, ReadOnlySpan<byte> segment)
    {
        if (_count > 0 || segment.Length < 6 || segment[5] is 0 or > MaxComponents || segment.Length < 6 + (3 * segment[5]))
            return false;
        _size = new(BinaryPrimitives.ReadUInt16BigEndian(segment[3..]), BinaryPrimitives.ReadUInt16BigEndian(segment[1..]));
        if (_size is not { Width: > 0 and <= SizeLimits.MaxSide, Height: > 0 and <= SizeLimits.MaxSide })
            return false;
        (_count, _maxHorizontal, _maxVertical) = (segment[5], 1, 1);
        for (int i = 0; i < _count; i++)
        {
            ReadOnlySpan<byte> component = segment[(6 + (3 * i))..];
            (int horizontal, int vertical) = (component[1] >> 4, component[1] & 15);
            if (horizontal == 0 || vertical == 0)
                return false;
            _components[i] = (component[0], horizontal, vertical);
            (_maxHorizontal, _maxVertical) = (Math.Max(_maxHorizontal, horizontal), Math.Max(_maxVertical, vertical));
        }

        _isProgressive = marker == Progressive;
        if (_isProgressive)
            (_progression ??= new JpegProgression()).BeginFrame(_count);
        return true;
    }

    /// <summary>Reads a scan.</summary>
    /// <param name="jpeg">The JPEG.</param>
    /// <param name="header">The scan's header.</param>
    /// <param name="at">Where the scan's data begins, and then where it ends.</param>
    private bool TryReadScan(ReadOnlySpan<byte> jpeg, ReadOnlySpan<byte> header, ref int at)
    {
        if (header.Length < 1 || header[0] is 0 or > MaxComponents || header.Length < 1 + (2 * header[0]) + 3)
            return false;
        Span<(int Dc, int Ac)> blocks = stackalloc (int, int)[MaxBlocks];
        Span<int> components = stackalloc int[header[0]];
        bool isSingle = header[0] == 1;
        int perUnit = 0;
        for (int i = 0; i < components.Length; i++)
        {
            (byte id, int dc, int ac) = (header[1 + (2 * i)], header[2 + (2 * i)] >> 4, header[2 + (2 * i)] & 15);
            int component = components[i] = Array.FindIndex(_components, 0, _count, one => one.Id == id);
            if (component < 0 || dc >= MaxTables || ac >= MaxTables)
                return false;
            int count = isSingle ? 1 : _components[component].Horizontal * _components[component].Vertical;
            blocks.Slice(perUnit, count).Fill((dc, ac));
            perUnit += count;
        }

        _scanned += header[0];
        int units = isSingle ? Blocks(components[0]) : Units();
        if (_isProgressive && !_progression!.TryBeginScan(components, header.Slice(1 + (2 * header[0]), 3), units))
            return false;
        var data = new EntropyReader(jpeg, at);
        if (!TrySkipUnits(ref data, units, blocks[..perUnit]) || (_isProgressive && !_progression!.CanEndScan))
            return false;
        at = data.Position;
        return true;
    }

    private bool TrySkipUnits(ref EntropyReader data, int units, scoped ReadOnlySpan<(int Dc, int Ac)> blocks)
    {
        for (int unit = 0; unit < units; unit++)
        {
            if (_restartInterval > 0 && unit > 0 && unit % _restartInterval == 0 && !TryRestart(ref data))
                return false;
            foreach ((int dc, int ac) in blocks)
            {
                if (!TrySkipBlock(ref data, unit, _dc[dc], _ac[ac]))
                    return false;
            }
        }

        return true;
    }

    private bool TrySkipBlock(ref EntropyReader data, int unit, HuffmanTable dc, HuffmanTable ac) =>
        _isProgressive ? _progression!.TrySkipBlock(ref data, unit, dc, ac) : data.TrySkipBlock(dc, ac);

    private bool TryRestart(ref EntropyReader data) => (!_isProgressive || _progression!.CanEndScan) && data.TryRestart();

    /// <summary>How many units a scan of several components has.</summary>
    private int Units() => Quotient(_size.Width, 8 * _maxHorizontal) * Quotient(_size.Height, 8 * _maxVertical);

    /// <summary>How many blocks a scan of one component has.</summary>
    private int Blocks(int component) =>
        Quotient(Quotient(_size.Width * _components[component].Horizontal, _maxHorizontal), 8)
        * Quotient(Quotient(_size.Height * _components[component].Vertical, _maxVertical), 8);

    /// <summary>The quotient, rounded up.</summary>
    private static int Quotient(int length, int of) => (length + of - 1) / of;
}
