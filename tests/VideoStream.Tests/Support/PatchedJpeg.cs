using OpenCvSharp;
using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>
/// The JPEGs of all kinds with which the decoder's fuzzing begins. Unless they say otherwise, they show twelve patches of 32x32 pixels,
/// four in a row.
/// </summary>
internal static class PatchedJpeg
{
    public const int Columns = 4, Rows = 3;

    /// <summary>How far a channel may be from the true colour, in levels of 255.</summary>
    public const int Tolerance = 6;

    /// <summary>Red, green and blue in eight bits each.</summary>
    private static readonly int[] Colours =
    [
        0xFF0000, 0x00FF00, 0x0000FF, 0x00FFFF, 0xFF00FF, 0xFFFF00, 0xFFFFFF, 0x000000, 0x808080, 0xC86432, 0x30A0C0, 0x7F2060,
    ];

    public static byte[] Of(string kind) => Repository.Bytes("bench/VideoStream.Fuzz/corpus/decoder/" + kind);

    /// <summary>Checks that a picture of any size has the patches, each with its colour in the middle, or with its grey.</summary>
    public static void AssertSeen(PixelPlanes picture)
    {
        using Mat seen = picture.ToMat();
        for (int i = 0; i < Colours.Length; i++)
        {
            int x = ((2 * (i % Columns)) + 1) * seen.Width / (2 * Columns), y = ((2 * (i / Columns)) + 1) * seen.Height / (2 * Rows);
            (int red, int green, int blue) = (Colours[i] >> 16, (Colours[i] >> 8) & 0xFF, Colours[i] & 0xFF);
            int luma = YCbCrColour.FromRgb(red, green, blue).Luma;
            if (picture.IsGrey)
                Assert.InRange(seen.At<byte>(y, x), luma - 2, luma + 2);
            else
                AssertColour((red, green, blue), seen.At<Vec3b>(y, x));
        }
    }

    /// <summary>Checks a pixel of OpenCV, which is blue, green and red.</summary>
    public static void AssertColour((int Red, int Green, int Blue) expected, Vec3b seen)
    {
        Assert.InRange(seen.Item2, expected.Red - Tolerance, expected.Red + Tolerance);
        Assert.InRange(seen.Item1, expected.Green - Tolerance, expected.Green + Tolerance);
        Assert.InRange(seen.Item0, expected.Blue - Tolerance, expected.Blue + Tolerance);
    }
}
