using System.Runtime.Intrinsics;
using VideoStream.Frames;

namespace VideoStream.Cameras.Sources.V4l2;

/// <summary>
/// Reads frames of the format YUYV: luma and the two colours by turns, two pixels in four bytes. Cameras mean BT.601 with the range of
/// video, as V4L2's documentation says.
/// </summary>
internal static class YuyvFrame
{
    private const int BytesOfTwoPixels = 4;

    /// <summary>Writes a frame as planes.</summary>
    /// <param name="bytes">The frame, without padding behind its rows.</param>
    /// <param name="size">Its size. The width is even, because the format has no other.</param>
    /// <param name="planes">The result.</param>
    public static void ToPlanes(ReadOnlySpan<byte> bytes, PictureSize size, PixelPlanes planes)
    {
        planes.Create(size, ChromaSubsampling.Yuv422);
        int stride = planes.Cb.Width * BytesOfTwoPixels;
        for (int y = 0; y < size.Height; y++)
        {
            ReadOnlySpan<byte> row = bytes.Slice(y * stride, stride);
            Span<byte> luma = planes.Y.Row(y), blue = planes.Cb.Row(y), red = planes.Cr.Row(y);
            Split(row, luma, blue, red);
            VideoColours.StretchLuma(luma, luma);
            VideoColours.StretchChroma(blue, blue);
            VideoColours.StretchChroma(red, red);
        }
    }

    private static void Split(ReadOnlySpan<byte> row, Span<byte> luma, Span<byte> blue, Span<byte> red)
    {
        int pixel = 0;
        for (; pixel <= luma.Length - 16; pixel += 16)
        {
            // Sixteen pixels. Luma is in the low byte of each 16 bits, a colour in the high one; of these, blue and red by turns.
            Vector128<ushort> first = Vector128.Create(row.Slice(2 * pixel, 16)).AsUInt16();
            Vector128<ushort> second = Vector128.Create(row.Slice((2 * pixel) + 16, 16)).AsUInt16();
            Vector128<ushort> low = Vector128.Create<ushort>(0xFF);
            Vector128.Narrow(first & low, second & low).CopyTo(luma[pixel..]);
            Vector128<ushort> colours = Vector128.Narrow(first >>> 8, second >>> 8).AsUInt16();
            Vector128<byte> split = Vector128.Narrow(colours & low, colours >>> 8);
            split.GetLower().CopyTo(blue[(pixel / 2)..]);
            split.GetUpper().CopyTo(red[(pixel / 2)..]);
        }

        for (; pixel < luma.Length; pixel += 2)
        {
            ReadOnlySpan<byte> two = row.Slice(2 * pixel, BytesOfTwoPixels);
            (luma[pixel], blue[pixel / 2], red[pixel / 2]) = (two[0], two[1], two[3]);
            if (pixel + 1 < luma.Length)
                luma[pixel + 1] = two[2];
        }
    }
}
