using OpenCvSharp;
using VideoStream.Configuration;
using VideoStream.Encoding.Overlay;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding.Overlay;

public sealed class OsdRendererTests : IDisposable
{
    private const byte Grey = 128;
    private static readonly PictureSize Size = new(640, 360);

    private readonly FramePool _pool = new();
    private readonly Frame _frame;
    private readonly OsdOptions _options = new();

    public OsdRendererTests()
    {
        _frame = TestFrames.Frame(_pool, 1, Size, Grey, rate: 29.97);
        foreach (OsdItemOptions item in Items())
            item.Enabled = false;
    }

    /// <summary>All items that the options have, so that one without a drawing fails.</summary>
    public static TheoryData<string> ItemNames =>
    [
        .. typeof(OsdOptions).GetProperties()
            .Where(property => property.PropertyType.IsAssignableTo(typeof(OsdItemOptions)))
            .Select(property => property.Name),
    ];

    public static TheoryData<string> Anchors => [.. Enum.GetNames<Anchor>()];

    public void Dispose()
    {
        _frame.Release();
        _pool.Dispose();
    }

    [Fact]
    public void Draw_with_everything_off_draws_nothing()
    {
        using PixelPlanes frame = Draw();
        Assert.True(frame.IsUniform(Grey));
    }

    [Theory]
    [MemberData(nameof(Anchors))]
    public void Draw_puts_a_text_into_its_ninth_of_the_frame(string anchor)
    {
        (_options.Text.Enabled, _options.Text.Value, _options.Text.Anchor) = (true, "Text", Enum.Parse<Anchor>(anchor));
        AssertInNinth(Drawn(Size), Size, _options.Text.Anchor);
    }

    [Theory]
    [MemberData(nameof(Anchors))]
    public void Draw_puts_the_crosshair_into_its_ninth_of_the_frame(string anchor)
    {
        (_options.Crosshair.Enabled, _options.Crosshair.Anchor) = (true, Enum.Parse<Anchor>(anchor));
        AssertInNinth(Drawn(Size), Size, _options.Crosshair.Anchor);
    }

    [Fact]
    public void Draw_the_crosshair_in_the_centre_crosses_the_middle()
    {
        _options.Crosshair.Enabled = true;
        Rect drawn = Drawn(Size);
        Assert.Equal(Size.Width / 2, drawn.X + (drawn.Width / 2));
        Assert.Equal(Size.Height / 2, drawn.Y + (drawn.Height / 2));
    }

    [Theory]
    [MemberData(nameof(ItemNames))]
    public void Draw_one_item_outlines_it_so_that_it_is_readable_on_light_and_dark(string name)
    {
        _options.Text.Value = "Text";
        Item(name).Enabled = true;

        using PixelPlanes frame = Draw();
        byte[] bytes = frame.Y.All().ToArray();

        Assert.Contains(bytes, value => value < 30);
        Assert.Contains(bytes, value => value > 225);
    }

    [Theory]
    [InlineData("2026-05-04 03:02:01.987 UTC", nameof(OsdOptions.Clock))]
    [InlineData("30.0 fps", nameof(OsdOptions.Rate))]
    [InlineData("640x360", nameof(OsdOptions.Size))]
    [InlineData("front", nameof(OsdOptions.CameraName))]
    public void Draw_an_item_writes_the_same_as_a_text_of_these_words(string words, string name)
    {
        OsdItemOptions item = Item(name);
        (item.Enabled, item.Anchor) = (true, Anchor.Center);
        using PixelPlanes drawn = Draw();

        item.Enabled = false;
        (_options.Text.Enabled, _options.Text.Value, _options.Text.Anchor) = (true, words, Anchor.Center);
        using PixelPlanes text = Draw();

        Assert.Equal(default, TestFrames.Difference(drawn, text));
    }

    [Theory]
    [MemberData(nameof(Anchors))]
    public void Draw_items_at_the_same_anchor_stand_under_one_another(string anchor)
    {
        (_options.CameraName.Enabled, _options.CameraName.Anchor) = (true, Enum.Parse<Anchor>(anchor));
        Rect one = Drawn(Size);
        (_options.Size.Enabled, _options.Size.Anchor) = (true, Enum.Parse<Anchor>(anchor));
        Rect both = Drawn(Size);

        Assert.InRange(both.Height, one.Height + 8, Size.Height);
        Assert.True(new Rect(0, 0, Size.Width, Size.Height).Contains(both));
    }

    [Theory]
    [InlineData(16, 16)]
    [InlineData(32, 8)]
    [InlineData(3840, 2160)]
    public void Draw_on_a_very_small_or_large_frame_works(int width, int height)
    {
        foreach (OsdItemOptions item in Items())
            item.Enabled = true;
        _options.Text.Value = new string('W', 100);
        Assert.NotEqual(default, Drawn(new PictureSize(width, height)));
    }

    [Fact]
    public void Draw_an_empty_text_draws_nothing()
    {
        _options.Text.Enabled = true;
        using PixelPlanes frame = Draw();
        Assert.True(frame.IsUniform(Grey));
    }

    private static void AssertInNinth(Rect drawn, PictureSize size, Anchor anchor)
    {
        int column = (int)anchor % 3, row = (int)anchor / 3;
        Assert.NotEqual(0, drawn.Width);
        Assert.InRange(drawn.Left, size.Width * column / 3, size.Width * (column + 1) / 3);
        Assert.InRange(drawn.Right, size.Width * column / 3, size.Width * (column + 1) / 3);
        Assert.InRange(drawn.Top, size.Height * row / 3, size.Height * (row + 1) / 3);
        Assert.InRange(drawn.Bottom, size.Height * row / 3, size.Height * (row + 1) / 3);
    }

    private OsdItemOptions[] Items() => [.. ItemNames.Select(name => Item(name.Data))];

    private OsdItemOptions Item(string name) => (OsdItemOptions)typeof(OsdOptions).GetProperty(name)!.GetValue(_options)!;

    private PixelPlanes Draw(PictureSize? size = null)
    {
        PixelPlanes frame = Blank(size ?? Size);
        new OsdRenderer(_options, "front").Draw(frame, _frame);
        return frame;
    }

    /// <summary>Where something was drawn on a blank frame.</summary>
    private Rect Drawn(PictureSize size)
    {
        using PixelPlanes blank = Blank(size), frame = Draw(size);
        return TestFrames.Difference(blank, frame);
    }

    private static PixelPlanes Blank(PictureSize size)
    {
        var blank = new PixelPlanes();
        blank.Paint(size, Grey);
        return blank;
    }
}
