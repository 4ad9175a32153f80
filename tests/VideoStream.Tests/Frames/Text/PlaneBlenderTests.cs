using VideoStream.Frames;
using VideoStream.Frames.Text;

namespace VideoStream.Tests.Frames.Text;

/// <summary>Drawings of random coverage on pictures of one colour, compared with what a plain loop over the pixels gives.</summary>
public sealed class PlaneBlenderTests
{
    private const byte Luma = 90, Blue = 200, Red = 40;

    public static MatrixTheoryData<int, (int Width, int Height), (int X, int Y)> Cases => new(
        [(int)ChromaSubsampling.Yuv444, (int)ChromaSubsampling.Yuv422, (int)ChromaSubsampling.Yuv420, (int)ChromaSubsampling.Grey],
        [(64, 48), (63, 47), (17, 13), (1, 1), (2, 1)],
        [(0, 0), (1, 1), (-5, -3), (40, 30), (6, -4), (61, 45), (-80, 0), (0, 200)]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Blend_covers_luma_and_takes_the_colour_away_in_proportion(int subsampling, (int Width, int Height) size, (int X, int Y) at)
    {
        using var picture = new PixelPlanes();
        picture.Create(new PictureSize(size.Width, size.Height), (ChromaSubsampling)subsampling);
        picture.Fill(Luma, Blue, Red);
        CoverageMask mask = Drawing(37, 21, seed: 5);

        PlaneBlender.Blend(picture, mask, at.X, at.Y, level: 220);

        AssertPlane(picture.Y, (x, y) => Mixed(Luma, Cover(mask, x - at.X, y - at.Y), 220 * Light(mask, x - at.X, y - at.Y)));
        if (picture.IsGrey)
            return;
        int across = subsampling == (int)ChromaSubsampling.Yuv444 ? 1 : 2, down = subsampling == (int)ChromaSubsampling.Yuv420 ? 2 : 1;
        int MeanCover(int x, int y)
        {
            int sum = 0;
            for (int i = 0; i < across * down; i++)
                sum += Cover(mask, (x * across) + (i % across) - at.X, (y * down) + (i / across) - at.Y);
            return ((sum * 4 / (across * down)) + 2) / 4;
        }

        AssertPlane(picture.Cb, (x, y) => Mixed(Blue, MeanCover(x, y), 128 * MeanCover(x, y)));
        AssertPlane(picture.Cr, (x, y) => Mixed(Red, MeanCover(x, y), 128 * MeanCover(x, y)));
    }

    [Fact]
    public void Blend_full_coverage_is_black_and_white_without_colour()
    {
        using var picture = new PixelPlanes();
        picture.Create(new PictureSize(32, 32), ChromaSubsampling.Yuv420);
        picture.Fill(Luma, Blue, Red);
        var mask = new CoverageMask();
        mask.Clear(0, 0, 32, 32);
        mask.Add(0, 0, 32, 32, isLight: false);
        mask.Add(8, 8, 4, 4, isLight: true);
        PlaneBlender.Blend(picture, mask, 0, 0);
        AssertPlane(picture.Y, (x, y) => x is >= 8 and < 12 && y is >= 8 and < 12 ? 255 : 0);
        AssertPlane(picture.Cb, (_, _) => 128);
        AssertPlane(picture.Cr, (_, _) => 128);
    }

    /// <summary>Pages beside the picture's memory would end the process if something were written there.</summary>
    [Fact]
    public void Blend_writes_nothing_outside_of_the_planes()
    {
        foreach (ChromaSubsampling subsampling in Enum.GetValues<ChromaSubsampling>())
        {
            using var picture = new PixelPlanes();
            picture.Create(new PictureSize(33, 17), subsampling);
            picture.Bytes.Fill(Luma);
            byte[] before = picture.Bytes.ToArray();
            CoverageMask mask = Drawing(20, 9, seed: 3);
            foreach (var (x, y) in ((int, int)[])[(-20, 0), (33, 0), (0, -9), (0, 17), (-21, -10), (1000, 1000)])
                PlaneBlender.Blend(picture, mask, x, y);
            // Colour samples may be shared with pixels beside the picture, but none of these drawings is that near.
            Assert.Equal(before[..(33 * 17)], picture.Bytes[..(33 * 17)].ToArray());
            PlaneBlender.Blend(picture, mask, 25, 12);
            Assert.All(Padding(picture), value => Assert.Equal(Luma, value));
        }
    }

    private static List<byte> Padding(PixelPlanes picture)
    {
        List<byte> padding = [];
        Plane luma = picture.Y;
        for (int y = 0; y < luma.Height; y++)
            padding.AddRange(picture.Bytes.Slice((y * luma.Stride) + luma.Width, luma.Stride - luma.Width));
        return padding;
    }

    private static CoverageMask Drawing(int width, int height, int seed)
    {
        var random = new Random(seed);
        var mask = new CoverageMask();
        mask.Clear(0, 0, width, height);
        var glyph = new GlyphMask(0, 0, width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int at = (y * glyph.Stride) + x;
                glyph.Cover[at] = random.Next(4) switch { 0 => 0, 1 => 255, _ => (byte)random.Next(256) };
                glyph.Light[at] = (byte)random.Next(glyph.Cover[at] + 1);
            }
        }

        mask.Add(glyph, 0, 0);
        return mask;
    }

    private static int Cover(CoverageMask mask, int x, int y) => IsInside(mask, x, y) ? mask.CoverFrom(y, x)[0] : 0;

    private static int Light(CoverageMask mask, int x, int y) => IsInside(mask, x, y) ? mask.LightFrom(y, x)[0] : 0;

    private static bool IsInside(CoverageMask mask, int x, int y) => x >= 0 && y >= 0 && x < mask.Width && y < mask.Height;

    private static int Mixed(int sample, int cover, int more) => (int)Math.Round(((sample * (255 - cover)) + more) / 255.0);

    private static void AssertPlane(Plane plane, Func<int, int, int> expected)
    {
        for (int y = 0; y < plane.Height; y++)
        {
            for (int x = 0; x < plane.Width; x++)
                Assert.True(plane.Row(y)[x] == expected(x, y), $"at {x}, {y}: {plane.Row(y)[x]} instead of {expected(x, y)}");
        }
    }
}
