using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames;

public sealed class Chroma420Tests
{
    public static TheoryData<string, int, int> Pictures
    {
        get
        {
            var all = new TheoryData<string, int, int>();
            foreach (string subsampling in Enum.GetNames<ChromaSubsampling>())
            {
                foreach (var (width, height) in ((int, int)[])[(1, 1), (16, 16), (66, 34), (67, 35), (320, 20)])
                    all.Add(subsampling, width, height);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Each_colour_is_the_mean_of_those_that_become_one(string subsampling, int width, int height)
    {
        using PixelPlanes from = new(), to = new();
        from.Create(new(width, height), Enum.Parse<ChromaSubsampling>(subsampling));
        new Random(1).NextBytes(from.Bytes);

        Chroma420.Convert(from, to);

        Assert.Equal((from.Size, ChromaSubsampling.Yuv420), (to.Size, to.Subsampling));
        Assert.Equal(from.Y.All(), to.Y.All());
        Assert.Equal(Expected(from, from.Cb, to.Cb), to.Cb.All());
        Assert.Equal(Expected(from, from.Cr, to.Cr), to.Cr.All());
    }

    private static byte[] Expected(PixelPlanes picture, Plane source, Plane to)
    {
        byte[] expected = new byte[to.Width * to.Height];
        if (picture.IsGrey)
        {
            expected.AsSpan().Fill(128);
            return expected;
        }

        (int stepX, int stepY) = (source.Width == to.Width ? 1 : 2, source.Height == to.Height ? 1 : 2);
        for (int i = 0; i < expected.Length; i++)
        {
            (int x, int y) = (i % to.Width * stepX, i / to.Width * stepY);
            int[] samples =
            [
                .. from dy in Enumerable.Range(0, stepY)
                   from dx in Enumerable.Range(0, stepX)
                   select (int)source.Row(Math.Min(y + dy, source.Height - 1))[Math.Min(x + dx, source.Width - 1)],
            ];
            expected[i] = (byte)((samples.Sum() + (samples.Length / 2)) / samples.Length);
        }

        return expected;
    }
}
