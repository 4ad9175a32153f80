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

    [Theory]
    [InlineData(160, 120)]
    [InlineData(320, 240)]
    public void Draw_on_a_small_frame_leaves_a_gap_between_the_items_of_a_line(int width, int height)
    {
        (_options.CameraName.Enabled, _options.Clock.Enabled) = (true, true);
        var size = new PictureSize(width, height);
        Rect both = Drawn(size);
        _options.CameraName.Enabled = false;
        Assert.InRange(both.Left, 0, width);
        using PixelPlanes blank = Blank(size);
        _options.CameraName.Enabled = true;
        using PixelPlanes frame = Draw(size);
        int[] empty = [.. Enumerable.Range(0, width).Where(x => IsColumnBlank(frame.Y, x))];
        // Beside the margins, there is a gap in the middle that is wider than one between letters.
        Assert.Contains(empty, x => x > both.Left + 8 && empty.Contains(x + 1) && empty.Contains(x + 2) && x < both.Right);
        Assert.InRange(both.Right, width / 2, width);
    }

    [Fact]
    public void Draw_text_in_any_script_writes_it_and_not_boxes()
    {
        (_options.Text.Enabled, _options.Text.Anchor) = (true, Anchor.Center);
        HashSet<string> drawn = [];
        foreach (string text in (string[])["Süd", "بوا", "שער", "Дом", "\uE123\uE124\uE125"])
        {
            _options.Text.Value = text;
            using PixelPlanes frame = Draw();
            Assert.False(frame.IsUniform(Grey));
            drawn.Add(Convert.ToHexString(frame.Y.All()));
        }

        Assert.Equal(5, drawn.Count);
    }

    [Fact]
    public void Update_draws_the_new_items_and_the_new_title_from_then_on()
    {
        _options.CameraName.Enabled = true;
        var osd = new OsdRenderer(_options, "front");
        using PixelPlanes before = Blank(Size), same = Blank(Size), titled = Blank(Size), blank = Blank(Size);
        osd.Draw(before, _frame);
        osd.Draw(same, _frame);
        Assert.Equal(default, TestFrames.Difference(before, same));
        osd.Update(_options, "Süd");
        osd.Draw(titled, _frame);
        Assert.NotEqual(default, TestFrames.Difference(before, titled));
        _options.CameraName.Enabled = false;
        osd.Update(_options, "Süd");
        osd.Draw(blank, _frame);
        Assert.True(blank.IsUniform(Grey));
    }

    [Fact]
    public void Draw_with_a_clock_on_frames_of_some_sizes_needs_no_memory_for_each_frame()
    {
        foreach (OsdItemOptions item in Items())
            item.Enabled = true;
        _options.Text.Value = "Süd";
        var osd = new OsdRenderer(_options, "front");
        PixelPlanes[] frames = [Blank(Size), Blank(new(320, 180)), Blank(new(1279, 719))];
        Action<PixelPlanes> draw = frame => osd.Draw(frame, _frame);
        Array.ForEach(frames, draw);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++)
            Array.ForEach(frames, draw);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Array.ForEach(frames, frame => frame.Dispose());
    }

    private static bool IsColumnBlank(Plane plane, int x) => Enumerable.Range(0, plane.Height).All(y => plane.Row(y)[x] == Grey);

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
