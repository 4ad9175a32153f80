using VideoStream.Frames.Text;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames.Text;

/// <summary>The font of the machine, DejaVu Sans, and one that has Chinese and Thai characters only.</summary>
public sealed class TextFontTests : IDisposable
{
    private const float Size = 24;
    private const string Missing = "\U000F1234";

    private readonly TestDirectory _directory = new();
    private readonly TextFont _font = TextFonts.Default;
    private readonly TextFont _eastern;

    public TextFontTests()
    {
        string path = _directory.Path("test.ttf");
        TestFont.Write(path, "ก門");
        _eastern = TextFonts.Of(path);
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("Süd")]
    [InlineData("21 °C")]
    [InlineData("Ворота")]
    [InlineData("Πύλη")]
    [InlineData("بوابة")]
    [InlineData("שער")]
    public void Shape_gives_each_letter_a_glyph_of_its_own_and_not_the_box(string text)
    {
        ShapedText shaped = _font.Shape(text, Size);
        Assert.Equal(text.Length, shaped.Glyphs.Length);
        Assert.All(shaped.Glyphs, glyph => Assert.NotEqual(0, glyph.Id));
        Assert.InRange(shaped.Width, Size * 0.3 * text.Length, Size * text.Length);
    }

    [Fact]
    public void Shape_a_character_that_no_font_has_gives_the_box()
    {
        Assert.Equal(0, Assert.Single(_font.Shape(Missing, Size).Glyphs).Id);
    }

    [Fact]
    public void Shape_Arabic_joins_its_letters_and_runs_from_right_to_left()
    {
        ShapedText word = _font.Shape("بب", Size);
        ushort alone = _font.Shape("ب", Size).Glyphs[0].Id;
        // The first letter is the right one, in the form of a beginning, and the other has that of an end.
        Assert.All(word.Glyphs, glyph => Assert.NotEqual(alone, glyph.Id));
        Assert.NotEqual(word.Glyphs[0].Id, word.Glyphs[1].Id);
        Assert.Equal(word.Glyphs[0].Id, _font.Shape("ببب", Size).Glyphs[0].Id);
    }

    [Fact]
    public void Shape_Latin_within_Hebrew_stands_to_the_left_of_what_comes_before_it()
    {
        ushort[] hebrew = [.. _font.Shape("ש", Size).Glyphs.Select(glyph => glyph.Id)], latin = Ids("AB");
        Assert.Equal([.. latin, .. Ids(" "), .. hebrew], Ids("ש AB"));
        Assert.Equal([.. Ids("AB "), .. hebrew], Ids("AB ש"));
    }

    [Fact]
    public void Shape_takes_from_the_fonts_of_the_system_what_the_font_lacks()
    {
        ShapedText mixed = _eastern.Shape("門Süd門", Size);
        Assert.Equal(5, mixed.Glyphs.Length);
        Assert.All(mixed.Glyphs, glyph => Assert.NotEqual(0, glyph.Id));
        Assert.Equal([false, true, true, true, false], mixed.Glyphs.Select(glyph => glyph.Face != mixed.Glyphs[0].Face));
        Assert.Equal(2 * 0.9 * Size + _font.Shape("Süd", Size).Width, mixed.Width, 1.0);
    }

    [Fact]
    public void Shape_a_mark_stands_on_its_letter_also_where_the_first_font_lacks_both()
    {
        // A Latin letter with a mark that has no character of its own with it.
        ShapedText shaped = _eastern.Shape("門q\u0308", Size);
        Assert.Equal(shaped.Glyphs[1].Face, shaped.Glyphs[^1].Face);
        Assert.InRange(shaped.Glyphs[^1].X, shaped.Glyphs[1].X, shaped.Width);
    }

    [Theory]
    [InlineData("門")]
    [InlineData("S")]
    [InlineData("ب")]
    public void Rasterize_draws_a_letter_with_an_outline_and_not_the_box(string letter)
    {
        GlyphMask mask = Draw(letter);
        Assert.Contains(mask.Light, light => light == 255);
        Assert.True(mask.Cover.Sum(cover => cover) > mask.Light.Sum(light => light));
        Assert.All(mask.Light.Zip(mask.Cover), pixel => Assert.InRange(pixel.First, 0, pixel.Second));
        Assert.NotEqual(mask.Light, Draw(Missing).Light);
    }

    [Fact]
    public void Rasterize_a_space_draws_nothing() => Assert.Equal(0, Draw(" ").Width);

    [Fact]
    public void Rasterize_moves_a_glyph_by_quarters_of_a_pixel()
    {
        ShapedGlyph glyph = _eastern.Shape("門", Size).Glyphs[0];
        int[] left = [.. Enumerable.Range(0, 4).Select(quarter => LightBefore(_eastern.Rasterize(glyph, Size, quarter, 1), 2))];
        Assert.Equal(left.OrderDescending(), left);
        Assert.Equal(4, left.Distinct().Count());
    }

    [Fact]
    public void Without_a_font_nothing_is_shaped() => Assert.Same(ShapedText.Empty, TextFont.None.Shape("Gate", Size));

    /// <summary>How much is light left of a column, counted from the glyph's origin.</summary>
    private static int LightBefore(GlyphMask mask, int column) =>
        mask.Light.Where((_, i) => (i % mask.Stride) + mask.Left < column).Sum(light => light);

    private ushort[] Ids(string text) => [.. _font.Shape(text, Size).Glyphs.Select(glyph => glyph.Id)];

    private GlyphMask Draw(string letter) => _eastern.Rasterize(_eastern.Shape(letter, Size).Glyphs[0], Size, 0, 1.5f);
}
