using System.Runtime.InteropServices;
using VideoStream.Configuration;

namespace VideoStream.Frames.Jpeg;

/// <summary>
/// Decodes JPEGs to planes with libturbojpeg. It decodes in a half, a quarter or an eighth of the size where that is enough, which leaves
/// out most of the work.
/// </summary>
internal static unsafe class JpegDecoder
{
    /// <summary>Tries to decode a JPEG.</summary>
    /// <param name="jpeg">The JPEG.</param>
    /// <param name="wanted">The size that is needed. The result is not smaller, unless the JPEG is.</param>
    /// <param name="pool">Where memory for the result comes from.</param>
    /// <returns>Null if its colours or its sampling are none that planes have. Then OpenCV can decode it.</returns>
    /// <exception cref="InvalidDataException">The JPEG is damaged, or larger than a frame may be.</exception>
    public static PixelPlanes? TryDecode(ReadOnlySpan<byte> jpeg, PictureSize wanted, FramePool pool)
    {
        using TurboJpegHandle decoder = TurboJpegHandle.Decompressor();
        fixed (byte* bytes = jpeg)
        {
            var length = new CULong((nuint)jpeg.Length);
            if (ReadHeader(decoder, bytes, length, out PictureSize whole) is not { } subsampling)
                return null;
            PictureSize size = Scaled(whole, wanted);
            PixelPlanes planes = pool.Rent();
            try
            {
                planes.Create(size, subsampling);
                Decode(decoder, bytes, length, planes);
                return planes;
            }
            catch
            {
                pool.Return(planes);
                throw;
            }
        }
    }

    /// <summary>The smallest size in which the library can decode a JPEG and that is not smaller than needed.</summary>
    internal static PictureSize Scaled(PictureSize size, PictureSize wanted)
    {
        for (int divisor = 8; divisor > 1; divisor /= 2)
        {
            var scaled = new PictureSize((size.Width + divisor - 1) / divisor, (size.Height + divisor - 1) / divisor);
            if (scaled.Width >= wanted.Width && scaled.Height >= wanted.Height)
                return scaled;
        }

        return size;
    }

    /// <returns>Null if the planes have no such colours or sampling.</returns>
    private static ChromaSubsampling? ReadHeader(TurboJpegHandle decoder, byte* jpeg, CULong length, out PictureSize size)
    {
        bool isFailed = decoder.HasFailed(TurboJpegNative.DecompressHeader(
            decoder.Value, jpeg, length, out int width, out int height, out int sampling, out int colours));
        // A sampling or colours that it has no number for are an error too.
        if (isFailed && sampling >= 0 && colours >= 0)
            throw Damaged(decoder);
        if (width > SizeLimits.MaxSide || height > SizeLimits.MaxSide)
            throw new InvalidDataException($"the camera's JPEG has {width}x{height} pixels ({SizeLimits.MaxSide} a side at most)");
        size = new(width, height);
        return isFailed ? null : SubsamplingOf(sampling, colours);
    }

    private static void Decode(TurboJpegHandle decoder, byte* jpeg, CULong length, PixelPlanes to)
    {
        byte** planes = stackalloc byte*[] { to.Y.Data, to.Cb.Data, to.Cr.Data };
        int* strides = stackalloc int[] { to.Y.Stride, to.Cb.Stride, to.Cr.Stride };
        if (decoder.HasFailed(TurboJpegNative.DecompressToPlanes(
            decoder.Value, jpeg, length, planes, to.Size.Width, strides, to.Size.Height, TurboJpegNative.LimitScans)))
            throw Damaged(decoder);
    }

    private static ChromaSubsampling? SubsamplingOf(int sampling, int colours) => (sampling, colours) switch
    {
        (TurboJpegNative.SamplingGrey, TurboJpegNative.ColourGrey) => ChromaSubsampling.Grey,
        (TurboJpegNative.Sampling420, TurboJpegNative.ColourYCbCr) => ChromaSubsampling.Yuv420,
        (TurboJpegNative.Sampling422, TurboJpegNative.ColourYCbCr) => ChromaSubsampling.Yuv422,
        (TurboJpegNative.Sampling444, TurboJpegNative.ColourYCbCr) => ChromaSubsampling.Yuv444,
        _ => null,
    };

    private static InvalidDataException Damaged(TurboJpegHandle decoder) => new($"the camera's JPEG can't be decoded: {decoder.ErrorText}");
}
