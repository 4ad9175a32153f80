using VideoStream.Frames;

namespace VideoStream.Tests.Frames;

public sealed class PictureSizeTests
{
    [Theory]
    [InlineData(1280, 720, 640, 480, 640, 360)]
    [InlineData(1280, 720, 640, 360, 640, 360)]
    [InlineData(1280, 720, 202, 640, 202, 114)]
    [InlineData(720, 1280, 640, 480, 270, 480)]
    [InlineData(1280, 704, 640, 480, 640, 352)]
    [InlineData(640, 480, 64, 480, 64, 48)]
    [InlineData(8192, 16, 16, 16, 16, 1)]
    public void FitInto_a_smaller_box_fills_one_side_and_keeps_the_ratio(
        int width, int height, int boxWidth, int boxHeight, int wide, int high)
    {
        Assert.Equal(new PictureSize(wide, high), new PictureSize(width, height).FitInto(new PictureSize(boxWidth, boxHeight)));
    }

    [Theory]
    [InlineData(640, 480)]
    [InlineData(641, 480)]
    [InlineData(8192, 8192)]
    public void FitInto_a_box_that_is_big_enough_enlarges_nothing(int boxWidth, int boxHeight)
    {
        var size = new PictureSize(640, 480);
        Assert.Equal(size, size.FitInto(new PictureSize(boxWidth, boxHeight)));
    }

    [Fact]
    public void FitInto_any_box_stays_inside_it_and_within_a_pixel_of_the_ratio()
    {
        PictureSize[] sources = [new(1280, 720), new(720, 1280), new(1000, 333), new(641, 479), new(1920, 1080)];
        foreach (PictureSize source in sources)
        {
            for (int side = 16; side < 1400; side += 7)
            {
                var maxSize = new PictureSize(side, 1300 - (side / 2));
                PictureSize size = source.FitInto(maxSize);
                Assert.InRange(size.Width, 1, Math.Min(source.Width, maxSize.Width));
                Assert.InRange(size.Height, 1, Math.Min(source.Height, maxSize.Height));
                Assert.True(size.Width == Math.Min(maxSize.Width, source.Width) || size.Height == Math.Min(maxSize.Height, source.Height));
                double exactHeight = (double)size.Width * source.Height / source.Width;
                double exactWidth = (double)size.Height * source.Width / source.Height;
                bool isExact = Math.Abs(size.Height - exactHeight) <= 0.5 || Math.Abs(size.Width - exactWidth) <= 0.5;
                Assert.True(isExact, $"{source} into {maxSize}: {size}");
            }
        }
    }

    [Fact]
    public void FitInto_the_size_that_it_gave_before_gives_it_again()
    {
        PictureSize[] sources = [new(1280, 720), new(720, 1280), new(1000, 333), new(333, 1000), new(641, 479)];
        foreach (PictureSize source in sources)
        {
            for (int side = 16; side < 1300; side++)
            {
                PictureSize once = source.FitInto(new PictureSize(side, side));
                Assert.Equal(once, source.FitInto(once));
            }
        }
    }

    [Theory]
    [InlineData("640x360", 640, 360)]
    [InlineData("1x1", 1, 1)]
    [InlineData("0x0", 0, 0)]
    [InlineData("99999x1", 99999, 1)]
    public void TryParse_width_x_height_reads_them(string text, int width, int height)
    {
        Assert.True(PictureSize.TryParse(text, out PictureSize size));
        Assert.Equal(new PictureSize(width, height), size);
        Assert.Equal(text, size.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("640")]
    [InlineData("640x")]
    [InlineData("x360")]
    [InlineData("640x360x2")]
    [InlineData("640 x 360")]
    [InlineData("-640x360")]
    [InlineData("+640x360")]
    [InlineData("640.0x360")]
    [InlineData("6e2x360")]
    [InlineData("1,280x720")]
    [InlineData("99999999999x1")]
    [InlineData("widexhigh")]
    public void TryParse_anything_else_fails(string text)
    {
        Assert.False(PictureSize.TryParse(text, out PictureSize size));
        Assert.Equal(default, size);
    }

    [Theory]
    [InlineData(16, 16, true)]
    [InlineData(8192, 8192, true)]
    [InlineData(15, 16, false)]
    [InlineData(16, 15, false)]
    [InlineData(8193, 16, false)]
    [InlineData(16, 8193, false)]
    public void IsAllowed_says_whether_both_sides_are_in_range(int width, int height, bool allowed)
    {
        Assert.Equal(allowed, new PictureSize(width, height).IsAllowed);
    }
}
