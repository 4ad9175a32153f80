using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames;

/// <summary>How samples of a video become those of a picture.</summary>
public sealed class VideoColoursTests
{
    /// <summary>Red, green and blue of patches: pure, mixed and grey ones.</summary>
    private static readonly (int Red, int Green, int Blue)[] Patches =
    [
        (0, 0, 0), (255, 255, 255), (128, 128, 128), (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0), (0, 255, 255), (255, 0, 255),
        (200, 100, 50), (30, 60, 90), (250, 200, 150), (12, 180, 99),
    ];

    [Fact]
    public void Luma_and_colours_are_stretched_as_the_formula_says_in_any_length()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        foreach (int length in (int[])[1, 15, 16, 17, 256])
        {
            byte[] from = all[^length..], luma = new byte[length], chroma = new byte[length];
            VideoColours.StretchLuma(from, luma);
            VideoColours.StretchChroma(from, chroma);
            for (int i = 0; i < length; i++)
            {
                Assert.Equal(Math.Clamp((from[i] - 16) * 255 / 219.0, 0, 255), luma[i], 0.7);
                Assert.Equal(Math.Clamp(128 + ((from[i] - 128) * 255 / 224.0), 0, 255), chroma[i], 0.7);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Patches_of_any_video_have_the_colours_of_a_picture(bool isFullRange)
    {
        foreach (ColourMatrix matrix in Enum.GetValues<ColourMatrix>())
            AssertPatches(isFullRange, matrix);
    }

    [Theory]
    [InlineData(1280, 720, nameof(ColourMatrix.Bt709))]
    [InlineData(1920, 1080, nameof(ColourMatrix.Bt709))]
    [InlineData(1279, 719, nameof(ColourMatrix.Bt601))]
    [InlineData(720, 576, nameof(ColourMatrix.Bt601))]
    public void A_video_that_names_no_matrix_has_that_of_its_size(int width, int height, string matrix) =>
        Assert.Equal(matrix, VideoColours.DefaultMatrix(new(width, height)).ToString());

    [Fact]
    public void Grey_stays_grey()
    {
        using PixelPlanes video = new(), picture = new();
        video.Create(new PictureSize(20, 3), ChromaSubsampling.Grey);
        video.Fill(235);
        new VideoColours(IsFullRange: false, ColourMatrix.Bt709).Convert(video, picture);
        Assert.True(picture.IsGrey);
        Assert.False(picture.Y.All().ContainsAnyExcept<byte>(255));
    }

    private static void AssertPatches(bool isFullRange, ColourMatrix matrix)
    {
        foreach (ChromaSubsampling subsampling in Enum.GetValues<ChromaSubsampling>().Except([ChromaSubsampling.Grey]))
        {
            foreach (var (red, green, blue) in Patches)
            {
                using PixelPlanes video = new(), picture = new();
                video.Create(new PictureSize(67, 5), subsampling);
                var (y, cb, cr) = Samples(red, green, blue, isFullRange, matrix);
                video.Fill(y, cb, cr);

                new VideoColours(isFullRange, matrix).Convert(video, picture);

                YCbCrColour expected = YCbCrColour.FromRgb(red, green, blue);
                AssertNear(expected.Luma, picture.Y);
                AssertNear(expected.Blue, picture.Cb);
                AssertNear(expected.Red, picture.Cr);
            }
        }
    }

    private static void AssertNear(byte expected, Plane plane)
    {
        foreach (byte value in plane.All())
            Assert.InRange(value, expected - 3, expected + 3);
    }

    /// <summary>The formulas of the recommendations, 8 bits.</summary>
    private static (byte Luma, byte Blue, byte Red) Samples(int red, int green, int blue, bool isFullRange, ColourMatrix matrix)
    {
        var (ofRed, ofBlue) = matrix switch
        {
            ColourMatrix.Bt709 => (0.2126, 0.0722),
            ColourMatrix.Bt2020 => (0.2627, 0.0593),
            _ => (0.299, 0.114),
        };
        double y = (ofRed * red) + ((1 - ofRed - ofBlue) * green) + (ofBlue * blue);
        double cb = (blue - y) / (2 * (1 - ofBlue)), cr = (red - y) / (2 * (1 - ofRed));
        return isFullRange
            ? (Byte(y), Byte(cb + 128), Byte(cr + 128))
            : (Byte((y * 219 / 255) + 16), Byte((cb * 224 / 255) + 128), Byte((cr * 224 / 255) + 128));
    }

    private static byte Byte(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
}
