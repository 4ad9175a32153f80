using OpenCvSharp;
using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Osd;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Osd;

public sealed class OsdRendererTests : IDisposable
{
    private static readonly PictureSize Size = new(900, 540);

    private readonly FramePool _pool = new();
    private readonly Frame _frame;

    public OsdRendererTests()
    {
        _frame = Pictures.Frame(_pool, 7, Size, level: 128, rate: 24.96);
    }

    public static TheoryData<string> Anchors => [.. Enum.GetNames<Anchor>()];

    public void Dispose()
    {
        _frame.Release();
        _pool.Dispose();
    }

    [Theory]
    [MemberData(nameof(Anchors))]
    public void An_item_stands_in_its_anchors_ninth_of_the_picture(string name)
    {
        var anchor = Enum.Parse<Anchor>(name);
        OsdOptions options = Nothing();
        options.CameraName.Enabled = true;
        options.CameraName.Anchor = anchor;
        Rect drawn = Draw(options);
        var center = new Point(drawn.X + (drawn.Width / 2), drawn.Y + (drawn.Height / 2));
        Assert.Equal(((int)anchor % 3, (int)anchor / 3), (center.X * 3 / Size.Width, center.Y * 3 / Size.Height));
        Assert.True(drawn is { X: > 0, Y: > 0 } && drawn.Right < Size.Width && drawn.Bottom < Size.Height, "cut off at the edge");
    }

    [Theory]
    [MemberData(nameof(Anchors))]
    public void A_crosshair_stands_in_its_anchors_part_of_the_picture(string name)
    {
        var anchor = Enum.Parse<Anchor>(name);
        OsdOptions options = Nothing();
        options.Crosshair.Enabled = true;
        options.Crosshair.Anchor = anchor;
        Rect drawn = Draw(options);
        Assert.InRange(drawn.X + (drawn.Width / 2), (Size.Width * ((int)anchor % 3 + 1) / 4) - 2, (Size.Width * ((int)anchor % 3 + 1) / 4) + 2);
        Assert.InRange(drawn.Y + (drawn.Height / 2), (Size.Height * ((int)anchor / 3 + 1) / 4) - 2, (Size.Height * ((int)anchor / 3 + 1) / 4) + 2);
    }

    [Fact]
    public void Each_item_can_be_switched_on_alone()
    {
        Assert.Equal(default, Draw(Nothing()));
        foreach (Func<OsdOptions, OsdItemOptions> item in (Func<OsdOptions, OsdItemOptions>[])
            [o => o.CameraName, o => o.Clock, o => o.Rate, o => o.Size, o => o.Text, o => o.Crosshair])
        {
            OsdOptions options = Nothing();
            options.Text.Value = "Gate 3";
            item(options).Enabled = true;
            Assert.NotEqual(default, Draw(options));
        }
    }

    [Fact]
    public void Items_at_the_same_anchor_stand_under_one_another()
    {
        OsdOptions one = Nothing(), two = Nothing();
        one.CameraName.Enabled = two.CameraName.Enabled = two.Size.Enabled = true;
        two.Size.Anchor = two.CameraName.Anchor;
        Rect single = Draw(one), both = Draw(two);
        Assert.Equal(single.Y, both.Y);
        Assert.True(both.Height > single.Height * 3 / 2);
    }

    [Fact]
    public void Text_is_light_with_a_dark_outline()
    {
        OsdOptions options = Nothing();
        options.Clock.Enabled = true;
        using Mat picture = _frame.Pixels.Clone();
        new OsdRenderer(options, "front").Draw(picture, _frame);
        Cv2.MinMaxLoc(picture.Reshape(1), out double darkest, out double lightest);
        Assert.Equal((0, 255), (darkest, lightest));
    }

    [Theory]
    [InlineData(16, 16)]
    [InlineData(1, 1)]
    [InlineData(64, 4)]
    public void A_tiny_picture_is_survived(int width, int height)
    {
        using var picture = new Mat(height, width, MatType.CV_8UC3, Scalar.Black);
        var options = new OsdOptions();
        options.Crosshair.Enabled = true;
        new OsdRenderer(options, "front").Draw(picture, _frame);
        Assert.Equal((width, height), (picture.Width, picture.Height));
    }

    private static OsdOptions Nothing()
    {
        var options = new OsdOptions();
        foreach (OsdItemOptions item in (OsdItemOptions[])[options.CameraName, options.Clock, options.Rate, options.Size, options.Text, options.Crosshair])
            item.Enabled = false;
        return options;
    }

    /// <summary>Where an OSD draws; empty if nowhere.</summary>
    private Rect Draw(OsdOptions options)
    {
        using Mat picture = _frame.Pixels.Clone();
        new OsdRenderer(options, "front").Draw(picture, _frame);
        return Pictures.Difference(_frame.Pixels, picture);
    }
}
