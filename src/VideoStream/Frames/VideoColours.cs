using System.Runtime.Intrinsics;

namespace VideoStream.Frames;

/// <summary>How a video means its samples. Pictures have full range and BT.601, as JPEGs do (JFIF).</summary>
/// <param name="IsFullRange">Whether luma goes from 0 to 255, and not from 16 to 235.</param>
/// <param name="Matrix">How red, green and blue are weighted.</param>
internal readonly record struct VideoColours(bool IsFullRange, ColourMatrix Matrix)
{
    // 255/219 and 255/224 in 1/128 and 1/512.
    private const int LumaScale = 149, ChromaScale = 583;

    private const int HighDefinition = 720;

    /// <summary>The matrix of a video that names none: BT.709 from 720 lines on, BT.601 below, as players assume.</summary>
    public static ColourMatrix DefaultMatrix(PictureSize size) => size.Height >= HighDefinition ? ColourMatrix.Bt709 : ColourMatrix.Bt601;

    /// <summary>The matrix that matrix_coefficients of ITU-T H.273 name; null for none, and for those that no camera has.</summary>
    public static ColourMatrix? MatrixOf(int? coefficients) => coefficients switch
    {
        1 => ColourMatrix.Bt709,
        4 or 5 or 6 => ColourMatrix.Bt601,
        9 or 10 => ColourMatrix.Bt2020,
        _ => null,
    };

    /// <summary>Writes a video's samples as those of a picture.</summary>
    /// <param name="video">The samples.</param>
    /// <param name="picture">The result.</param>
    public void Convert(PixelPlanes video, PixelPlanes picture)
    {
        picture.Create(video.Size, video.Subsampling);
        if (IsFullRange)
        {
            video.Bytes.CopyTo(picture.Bytes);
            Bt601Conversion.Convert(picture, Matrix);
        }
        else
        {
            Convert(video.Y, video.Cb, video.Cr, picture);
        }
    }

    /// <summary>Writes a video's samples as those of a picture.</summary>
    /// <param name="luma">The luma samples.</param>
    /// <param name="blue">The samples of the difference of blue.</param>
    /// <param name="red">The samples of the difference of red.</param>
    /// <param name="picture">The result, created in the size and subsampling of the samples.</param>
    public void Convert(Plane luma, Plane blue, Plane red, PixelPlanes picture)
    {
        Rows(luma, picture.Y, IsFullRange ? Copy : StretchLuma);
        Rows(blue, picture.Cb, IsFullRange ? Copy : StretchChroma);
        Rows(red, picture.Cr, IsFullRange ? Copy : StretchChroma);
        Bt601Conversion.Convert(picture, Matrix);
    }

    /// <summary>Stretches luma from 16 to 235 to the full range.</summary>
    internal static void StretchLuma(ReadOnlySpan<byte> from, Span<byte> to)
    {
        int i = 0;
        for (; i <= from.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var (low, high) = Vector128.Widen(Vector128.Create(from.Slice(i, Vector128<byte>.Count)));
            Vector128.Narrow(StretchLuma(low), StretchLuma(high)).CopyTo(to[i..]);
        }

        for (; i < from.Length; i++)
            to[i] = (byte)Math.Min(255, ((Math.Max((int)from[i], 16) - 16) * LumaScale + 64) >> 7);
    }

    /// <summary>Stretches a colour from 16 to 240 to the full range.</summary>
    internal static void StretchChroma(ReadOnlySpan<byte> from, Span<byte> to)
    {
        int i = 0;
        for (; i <= from.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var (low, high) = Vector128.Widen(Vector128.Create(from.Slice(i, Vector128<byte>.Count)));
            Vector128.Narrow(StretchChroma(low), StretchChroma(high)).CopyTo(to[i..]);
        }

        for (; i < from.Length; i++)
            to[i] = (byte)Math.Clamp(128 + (((from[i] - 128) * ChromaScale + 256) >> 9), 0, 255);
    }

    private static Vector128<ushort> StretchLuma(Vector128<ushort> samples)
    {
        Vector128<ushort> stretched = (Vector128.Max(samples, Vector128.Create<ushort>(16)) - Vector128.Create<ushort>(16))
            * Vector128.Create<ushort>(LumaScale);
        return Vector128.Min((stretched + Vector128.Create<ushort>(64)) >>> 7, Vector128.Create<ushort>(255));
    }

    private static Vector128<ushort> StretchChroma(Vector128<ushort> samples)
    {
        // 71/512 of a difference of at most 128 fits into 16 bits, 583/512 of it would not.
        Vector128<short> difference = samples.AsInt16() - Vector128.Create<short>(128);
        Vector128<short> more = ((difference * Vector128.Create<short>(ChromaScale - 512)) + Vector128.Create<short>(256)) >> 9;
        Vector128<short> stretched = Vector128.Create<short>(128) + difference + more;
        return Vector128.Min(Vector128.Max(stretched, Vector128<short>.Zero), Vector128.Create<short>(255)).AsUInt16();
    }

    private static void Rows(Plane from, Plane to, RowConversion convert)
    {
        for (int y = 0; y < from.Height; y++)
            convert(from.Row(y), to.Row(y));
    }

    private static void Copy(ReadOnlySpan<byte> from, Span<byte> to) => from.CopyTo(to);

    private delegate void RowConversion(ReadOnlySpan<byte> from, Span<byte> to);
}
