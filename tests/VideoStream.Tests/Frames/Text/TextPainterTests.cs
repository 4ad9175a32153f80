using VideoStream.Frames;
using VideoStream.Frames.Text;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames.Text;

public sealed class TextPainterTests
{
    private const byte Grey = 100;
    private const float Size = 24;
    private const string Clock = "2026-05-04 03:02:01.987 UTC";

    private readonly TextFont _font = TextFonts.Default;
    private readonly TextPainter _painter = new(TextFonts.Default, Size);

    /// <summary>What changes is put together from single digits. That looks as if all of it were shaped at once.</summary>
    [Theory]
    [InlineData(Clock)]
    [InlineData("30.0 fps")]
    [InlineData("1280x720")]
    public void A_text_put_together_from_its_digits_is_the_text_shaped_as_a_whole(string text)
    {
        ShapedText whole = _font.Shape(text, Size);
        Assert.Equal(whole.Width, _painter.Measure(text), 0.01);
        var drawn = new CoverageMask();
        drawn.Clear(-8, -32, (int)whole.Width + 16, 48);
        foreach (ShapedGlyph glyph in whole.Glyphs)
        {
            int quarters = (int)MathF.Round(glyph.X * 4);
            drawn.Add(_font.Rasterize(glyph, Size, quarters & 3, Size / 16), quarters >> 2, 0);
        }

        AssertSame(drawn, Render(text));
    }

    [Fact]
    public void A_text_that_changes_needs_no_memory_once_its_digits_are_drawn()
    {
        var drawing = new CoverageMask();
        for (int i = 0; i < 100; i++)
            Render(i, drawing);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            Render(i, drawing);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_drawing_used_again_has_nothing_of_the_one_before()
    {
        var drawing = new CoverageMask();
        _painter.Render("WWWWWWWWWW 門", drawing);
        _painter.Render("i", drawing);
        AssertSame(Render("i"), drawing);
    }

    [Fact]
    public void Draw_puts_the_text_on_its_baseline_and_inside_its_width()
    {
        using PixelPlanes picture = Picture();
        _painter.Draw(picture, "HHH", 50, 80);
        (int left, int top, int right, int bottom) = Drawn(picture);
        Assert.InRange(left, 48, 54);
        Assert.InRange(right, 50 + (int)_painter.Measure("HHH") - 4, 52 + (int)_painter.Measure("HHH"));
        Assert.InRange(top, 80 - (int)_painter.CapHeight - 3, 80 - (int)_painter.CapHeight);
        Assert.InRange(bottom, 80, 82);
    }

    [Fact]
    public void DrawCentred_leaves_as_much_on_the_left_as_on_the_right()
    {
        using PixelPlanes picture = Picture();
        _painter.DrawCentred(picture, "HHH", 80);
        (int left, _, int right, _) = Drawn(picture);
        Assert.InRange(left - (picture.Size.Width - right), -2, 2);
    }

    [Theory]
    [InlineData(255)]
    [InlineData(160)]
    public void Draw_has_the_level_inside_and_black_around_it(byte level)
    {
        using PixelPlanes picture = Picture();
        _painter.Draw(picture, "H", 50, 80, level);
        Assert.Equal(level, picture.Y.All().ToArray().Where(value => value != Grey).Max());
        Assert.Equal(0, picture.Y.All().ToArray().Min());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_text_without_ink_draws_nothing(string text)
    {
        using PixelPlanes picture = Picture();
        _painter.Draw(picture, text, 50, 80);
        Assert.True(picture.IsUniform(Grey));
    }

    [Fact]
    public void Without_a_font_nothing_is_drawn()
    {
        using PixelPlanes picture = Picture();
        var painter = new TextPainter(TextFont.None, Size);
        painter.Draw(picture, "Gate 門 3", 50, 80);
        Assert.True(picture.IsUniform(Grey));
        Assert.Equal(0, painter.Measure("Gate"));
    }

    [Theory]
    [InlineData("Gate 3", "Gate |3")]
    [InlineData("12:30", "1|2|:|3|0")]
    [InlineData("", "")]
    [InlineData("Süd 12", "Süd 12")]
    public void A_text_is_divided_at_its_digits_unless_its_letters_may_depend_on_each_other(string text, string pieces)
    {
        List<string> all = [];
        foreach (Range piece in new PieceEnumerator(text))
            all.Add(text[piece]);
        Assert.Equal(pieces, string.Join('|', all));
    }

    private void Render(int number, CoverageMask drawing)
    {
        Span<char> text = stackalloc char[Clock.Length];
        new DateTime(2026, 5, 4).AddMilliseconds(number * 12345).TryFormat(text, out int length, "yyyy-MM-dd HH:mm:ss.fff 'UTC'");
        _painter.Render(text[..length], drawing);
    }

    private CoverageMask Render(string text)
    {
        var drawing = new CoverageMask();
        _painter.Render(text, drawing);
        return drawing;
    }

    private static PixelPlanes Picture()
    {
        var picture = new PixelPlanes();
        picture.Paint(new PictureSize(200, 100), Grey);
        return picture;
    }

    private static (int Left, int Top, int Right, int Bottom) Drawn(PixelPlanes picture)
    {
        using PixelPlanes blank = Picture();
        OpenCvSharp.Rect drawn = TestFrames.Difference(blank, picture);
        return (drawn.Left, drawn.Top, drawn.Right, drawn.Bottom);
    }

    /// <summary>Compares drawings, of which one may have more room around it.</summary>
    private static void AssertSame(CoverageMask wide, CoverageMask drawing)
    {
        for (int y = 0; y < wide.Height; y++)
        {
            int row = y + wide.Top - drawing.Top;
            bool isInside = row >= 0 && row < drawing.Height;
            for (int x = 0; x < wide.Width; x++)
            {
                int column = x + wide.Left - drawing.Left;
                bool isDrawn = isInside && column >= 0 && column < drawing.Width;
                Assert.Equal(wide.CoverFrom(y, x)[0], isDrawn ? drawing.CoverFrom(row, column)[0] : 0);
                Assert.Equal(wide.LightFrom(y, x)[0], isDrawn ? drawing.LightFrom(row, column)[0] : 0);
            }
        }
    }
}
