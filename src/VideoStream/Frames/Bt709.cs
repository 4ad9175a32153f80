using System.Runtime.Intrinsics;

namespace VideoStream.Frames;

/// <summary>
/// Converts BT.709 to BT.601. Both weight red, green and blue in luma, differently, so each sample of the one is a sum of those of the
/// other (ITU-R BT.709-6 and BT.601-7). All in full range.
/// </summary>
internal static class Bt709
{
    // In 1/256.
    private const int LumaOfBlue = 26, LumaOfRed = 50, BlueOfBlue = 253, BlueOfRed = -28, RedOfBlue = -19, RedOfRed = 252;

    /// <summary>Converts a picture in place.</summary>
    public static void ToBt601(PixelPlanes picture)
    {
        Plane luma = picture.Y, blue = picture.Cb, red = picture.Cr;
        // Luma first, because it needs the colours as they were.
        int rowsOfColour = picture.Subsampling == ChromaSubsampling.Yuv420 ? 2 : 1;
        bool isHalf = picture.Subsampling != ChromaSubsampling.Yuv444;
        for (int y = 0; y < luma.Height; y++)
            AddToLuma(luma.Row(y), blue.Row(y / rowsOfColour), red.Row(y / rowsOfColour), isHalf);
        for (int y = 0; y < blue.Height; y++)
            ConvertColours(blue.Row(y), red.Row(y));
    }

    private static void AddToLuma(Span<byte> luma, ReadOnlySpan<byte> blue, ReadOnlySpan<byte> red, bool isHalf)
    {
        int i = 0;
        if (isHalf)
        {
            for (; i <= luma.Length - 16 && (i / 2) + 16 <= blue.Length; i += 16)
            {
                // Eight samples of each colour, each for two of luma.
                Vector128<short> change = Change(Low(blue[(i / 2)..]), Low(red[(i / 2)..]));
                var (low, high) = Vector128.Widen(Vector128.Create(luma.Slice(i, 16)));
                Vector128<short> left = Vector128.Shuffle(change, Vector128.Create((short)0, 0, 1, 1, 2, 2, 3, 3));
                Vector128<short> right = Vector128.Shuffle(change, Vector128.Create((short)4, 4, 5, 5, 6, 6, 7, 7));
                Narrow(low.AsInt16() + left, high.AsInt16() + right).CopyTo(luma[i..]);
            }
        }

        for (; i < luma.Length; i++)
        {
            int at = isHalf ? i / 2 : i;
            luma[i] = Byte(luma[i] + ((((blue[at] - 128) * LumaOfBlue) + ((red[at] - 128) * LumaOfRed) + 128) >> 8));
        }
    }

    private static void ConvertColours(Span<byte> blue, Span<byte> red)
    {
        for (int i = 0; i < blue.Length; i++)
        {
            (int b, int r) = (blue[i] - 128, red[i] - 128);
            blue[i] = Byte(128 + (((b * BlueOfBlue) + (r * BlueOfRed) + 128) >> 8));
            red[i] = Byte(128 + (((b * RedOfBlue) + (r * RedOfRed) + 128) >> 8));
        }
    }

    private static Vector128<short> Low(ReadOnlySpan<byte> samples) =>
        Vector128.WidenLower(Vector128.Create(samples[..16])).AsInt16() - Vector128.Create<short>(128);

    private static Vector128<short> Change(Vector128<short> blue, Vector128<short> red) =>
        ((blue * Vector128.Create<short>(LumaOfBlue)) + (red * Vector128.Create<short>(LumaOfRed)) + Vector128.Create<short>(128)) >> 8;

    private static Vector128<byte> Narrow(Vector128<short> low, Vector128<short> high) =>
        Vector128.Narrow(Clamp(low).AsUInt16(), Clamp(high).AsUInt16());

    private static Vector128<short> Clamp(Vector128<short> values) =>
        Vector128.Min(Vector128.Max(values, Vector128<short>.Zero), Vector128.Create<short>(255));

    private static byte Byte(int value) => (byte)Math.Clamp(value, 0, 255);
}
