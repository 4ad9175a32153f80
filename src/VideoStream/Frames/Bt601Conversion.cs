using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace VideoStream.Frames;

/// <summary>
/// Converts other matrices to BT.601. All weight red, green and blue in luma, differently, so each sample of the one is a sum of those of
/// the other (ITU-R BT.601-7, BT.709-6 and BT.2020-2). All in full range.
/// </summary>
internal readonly struct Bt601Conversion
{
    // In 1/256. What a colour loses is small enough for 16 bits, what is left of it is not.
    private readonly short _lumaOfBlue, _lumaOfRed, _blueLostOfBlue, _blueLostOfRed, _redLostOfBlue, _redLostOfRed;

    private Bt601Conversion(
        short lumaOfBlue, short lumaOfRed, short blueLostOfBlue, short blueLostOfRed, short redLostOfBlue, short redLostOfRed)
    {
        (_lumaOfBlue, _lumaOfRed) = (lumaOfBlue, lumaOfRed);
        (_blueLostOfBlue, _blueLostOfRed) = (blueLostOfBlue, blueLostOfRed);
        (_redLostOfBlue, _redLostOfRed) = (redLostOfBlue, redLostOfRed);
    }

    private static Bt601Conversion FromBt709 => new(26, 50, 3, 28, 19, 4);

    private static Bt601Conversion FromBt2020 => new(30, 27, 1, 15, 22, 6);

    /// <summary>Converts a picture in place.</summary>
    public static void Convert(PixelPlanes picture, ColourMatrix from)
    {
        if (from != ColourMatrix.Bt601 && !picture.IsGrey)
            (from == ColourMatrix.Bt709 ? FromBt709 : FromBt2020).Convert(picture);
    }

    private void Convert(PixelPlanes picture)
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

    private void AddToLuma(Span<byte> luma, ReadOnlySpan<byte> blue, ReadOnlySpan<byte> red, bool isHalf)
    {
        int i = 0;
        if (isHalf)
        {
            for (; i <= luma.Length - 16 && (i / 2) + 8 <= blue.Length; i += 16)
            {
                // Eight samples of each colour, each for two of luma.
                Vector128<short> change = Sum(Differences(blue[(i / 2)..]), _lumaOfBlue, Differences(red[(i / 2)..]), _lumaOfRed);
                var (low, high) = Vector128.Widen(Vector128.Create(luma.Slice(i, 16)));
                Vector128<short> left = Vector128.Shuffle(change, Vector128.Create((short)0, 0, 1, 1, 2, 2, 3, 3));
                Vector128<short> right = Vector128.Shuffle(change, Vector128.Create((short)4, 4, 5, 5, 6, 6, 7, 7));
                Narrow(low.AsInt16() + left, high.AsInt16() + right).CopyTo(luma[i..]);
            }
        }

        for (; i < luma.Length; i++)
        {
            int at = isHalf ? i / 2 : i;
            luma[i] = Byte(luma[i] + ((((blue[at] - 128) * _lumaOfBlue) + ((red[at] - 128) * _lumaOfRed) + 128) >> 8));
        }
    }

    private void ConvertColours(Span<byte> blue, Span<byte> red)
    {
        int i = 0;
        for (; i <= blue.Length - 8; i += 8)
        {
            Vector128<short> b = Differences(blue[i..]), r = Differences(red[i..]);
            Store(b - Sum(b, _blueLostOfBlue, r, _blueLostOfRed), blue[i..]);
            Store(r - Sum(b, _redLostOfBlue, r, _redLostOfRed), red[i..]);
        }

        for (; i < blue.Length; i++)
        {
            (int b, int r) = (blue[i] - 128, red[i] - 128);
            blue[i] = Byte(128 + b - (((b * _blueLostOfBlue) + (r * _blueLostOfRed) + 128) >> 8));
            red[i] = Byte(128 + r - (((b * _redLostOfBlue) + (r * _redLostOfRed) + 128) >> 8));
        }
    }

    /// <summary>Eight samples of a colour, as their differences from grey.</summary>
    private static Vector128<short> Differences(ReadOnlySpan<byte> samples) =>
        Vector128.WidenLower(Vector128.CreateScalarUnsafe(BinaryPrimitives.ReadUInt64LittleEndian(samples)).AsByte()).AsInt16()
        - Vector128.Create<short>(128);

    private static Vector128<short> Sum(Vector128<short> blue, short ofBlue, Vector128<short> red, short ofRed) =>
        ((blue * Vector128.Create(ofBlue)) + (red * Vector128.Create(ofRed)) + Vector128.Create<short>(128)) >> 8;

    private static void Store(Vector128<short> differences, Span<byte> samples) =>
        Narrow(differences + Vector128.Create<short>(128), default).GetLower().CopyTo(samples);

    private static Vector128<byte> Narrow(Vector128<short> low, Vector128<short> high) =>
        Vector128.Narrow(Clamp(low).AsUInt16(), Clamp(high).AsUInt16());

    private static Vector128<short> Clamp(Vector128<short> values) =>
        Vector128.Min(Vector128.Max(values, Vector128<short>.Zero), Vector128.Create<short>(255));

    private static byte Byte(int value) => (byte)Math.Clamp(value, 0, 255);
}
