using System.Buffers.Binary;
using VideoStream.Configuration;

namespace VideoStream.Frames.Jpeg;

/// <summary>The frame header of a JPEG (ITU-T T.81, B.2.2): how it is coded, its size, and its components.</summary>
internal readonly struct JpegFrameHeader
{
    private const int BitsPerSample = 8, FixedLength = 6, ComponentLength = 3, MaxComponents = 4, MaxFactor = 4;

    private readonly byte _marker, _precision, _components;
    private readonly bool _isRgbByName, _hasWholeSamples, _hasUsualSampling;

    private JpegFrameHeader(byte marker, ReadOnlySpan<byte> header)
    {
        (_marker, _precision, _components) = (marker, header[0], header[5]);
        Size = new PictureSize(BinaryPrimitives.ReadUInt16BigEndian(header[3..]), BinaryPrimitives.ReadUInt16BigEndian(header[1..]));
        ReadOnlySpan<byte> components = header[FixedLength..];
        (int maxHorizontal, int maxVertical) = (1, 1);
        for (int i = 0; i < components.Length; i += ComponentLength)
        {
            maxHorizontal = Math.Max(maxHorizontal, components[i + 1] >> 4);
            maxVertical = Math.Max(maxVertical, components[i + 1] & 0xF);
        }

        Unit = _components == 1 ? new(8, 8) : new(8 * maxHorizontal, 8 * maxVertical);
        _hasWholeSamples = true;
        for (int i = 1; i < components.Length; i += ComponentLength)
            _hasWholeSamples &= maxHorizontal % (components[i] >> 4) == 0 && maxVertical % (components[i] & 0xF) == 0;
        _isRgbByName = _components == 3 && (components[0], components[3], components[6]) == ((byte)'R', (byte)'G', (byte)'B');
        _hasUsualSampling = _components == 1
            || (_components == 3 && components[1] == ((maxHorizontal << 4) | maxVertical) && components[4] == components[7]);
    }

    /// <summary>The size; zero without a header.</summary>
    public PictureSize Size { get; }

    /// <summary>The pixels of which no part can be moved without decoding it: a block, or the blocks of all components together.</summary>
    public PictureSize Unit { get; }

    /// <summary>
    /// Whether all browsers show a frame with this header, and in the same colours: unless the colours are marked as other ones, those
    /// are grey or YCbCr.
    /// </summary>
    public bool IsShownAlike => JpegMarkers.IsHuffmanCoded(_marker) && _hasUsualSampling && !_isRgbByName;

    /// <summary>Why nobody shows a frame with this header, in words; null without a header, or if there is nothing wrong with it.</summary>
    public string? Excess
    {
        get
        {
            if (_marker == 0)
                return null;
            if (!JpegMarkers.IsDecodable(_marker))
                return "lossless or hierarchical JPEGs, which browsers don't show";
            if (_precision != BitsPerSample)
                return $"JPEGs of {_precision} bits a sample (browsers show {BitsPerSample})";
            if (_components is not (1 or 3 or 4))
                return $"JPEGs of {_components} colour components, which browsers don't show";
            if (!_hasWholeSamples)
                return "JPEGs with a colour sample for a fraction of a pixel, which browsers don't show";
            if (Size.Width == 0 || Size.Height == 0)
                return "JPEGs without a size in their header, which browsers don't show";
            return Size.Width > SizeLimits.MaxSide || Size.Height > SizeLimits.MaxSide
                ? $"{Size} pixels ({SizeLimits.MaxSide} a side at most)"
                : null;
        }
    }

    /// <summary>Reads a header, and checks the number of its components and their sampling factors of 1 to 4.</summary>
    /// <param name="marker">The second byte of its marker.</param>
    /// <param name="segment">The segment without marker and length.</param>
    /// <param name="header">The header.</param>
    /// <returns>False if it is no header.</returns>
    public static bool TryRead(byte marker, ReadOnlySpan<byte> segment, out JpegFrameHeader header)
    {
        header = default;
        if (segment.Length < FixedLength
            || segment[5] is 0 or > MaxComponents
            || segment.Length != FixedLength + (segment[5] * ComponentLength))
            return false;
        for (int i = FixedLength + 1; i < segment.Length; i += ComponentLength)
        {
            if ((segment[i] >> 4) is 0 or > MaxFactor || (segment[i] & 0xF) is 0 or > MaxFactor)
                return false;
        }

        header = new JpegFrameHeader(marker, segment);
        return true;
    }
}
