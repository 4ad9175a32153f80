using SkiaSharp;
using VideoStream.Frames.Text;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames.Text;

public sealed class TextFontsTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("DejaVu Sans Mono")]
    [InlineData("dejavu sans mono")]
    [InlineData("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf")]
    public void A_font_is_opened_by_its_family_and_by_its_file(string name)
    {
        Assert.Equal(name, Configured.With("Osd:Font=" + name).Osd.Font);
        TextFont font = TextFonts.Of(name);
        Assert.Same(font, TextFonts.Of(name));
        Assert.Equal(font.Shape("W", 20).Width, font.Shape("i", 20).Width, 0.01);
    }

    [Theory]
    [InlineData("Nonsense Sans", "no such font is installed; allowed: a family that fc-list prints, or the absolute path of a font file")]
    [InlineData("mine.ttf", "no such font is installed; allowed: a family that fc-list prints, or the absolute path of a font file")]
    [InlineData("/nosuch/font.ttf", "there is no such file")]
    [InlineData("fonts/font.ttf", "the path is not absolute; allowed: one that begins with /")]
    [InlineData("/etc/passwd", "the file is no font, or can't be read; allowed: a TrueType or OpenType file")]
    [InlineData("/etc", "there is no such file")]
    public void A_font_that_can_not_be_opened_is_refused_with_what_is_wrong(string name, string fault)
    {
        Assert.Equal([$"VideoStream:Osd:Font is '{name}': {fault}"], Configured.Failures("Osd:Font=" + name));
        Assert.Same(TextFonts.Default, TextFonts.Of(name));
    }

    [Fact]
    public void A_font_is_drawn_as_before_when_its_file_is_overwritten()
    {
        string path = _directory.Path("mine.ttf");
        File.Copy("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", path);
        TextFont font = TextFonts.Of(path);
        Assert.NotSame(TextFonts.Default, font);

        // A font that is mapped would end the process here.
        File.WriteAllBytes(path, []);

        for (char c = 'A'; c < 0x500; c++)
            font.Shape(c.ToString(), 20);
        Assert.Equal(TextFonts.Default.Shape("Ж", 20).Width, font.Shape("Ж", 20).Width, 0.01);
    }

    [Fact]
    public void A_file_without_bytes_is_no_font_and_is_not_waited_for()
    {
        string path = _directory.Path("empty.ttf");
        File.WriteAllBytes(path, []);
        Assert.Equal(
            [$"VideoStream:Osd:Font is '{path}': it is empty, or not a regular file"], Configured.Failures("Osd:Font=" + path));
    }

    [Fact]
    public void A_font_that_can_be_opened_and_not_drawn_is_refused()
    {
        string path = _directory.Path("old.t1");
        TestType1Font.Write(path);
        using (SKTypeface typeface = SKTypeface.FromFile(path))
        using (var opened = new SKFont(typeface))
            Assert.True(opened.ContainsGlyph('A'));
        Assert.Equal(
            [$"VideoStream:Osd:Font is '{path}': no text can be drawn with this font; "
                + "allowed: a TrueType or OpenType font, not Type 1 or WOFF"],
            Configured.Failures("Osd:Font=" + path));
        Assert.Same(TextFonts.Default, TextFonts.Of(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void No_name_is_the_default_font(string name)
    {
        Assert.Null(Configured.With("Osd:Font=" + name).Osd.Font);
        Assert.False(TextFonts.Default.IsEmpty);
        Assert.Null(TextFonts.FindMissing());
    }

    [Fact]
    public void A_font_that_was_missing_is_found_when_it_is_there()
    {
        string path = _directory.Path("late.ttf");
        Assert.Same(TextFonts.Default, TextFonts.Of(path));
        TestFont.Write(path, "門");
        Assert.Null(TextFonts.FindFault(path));
        Assert.NotSame(TextFonts.Default, TextFonts.Of(path));
    }

    [Fact]
    public void A_damaged_font_is_refused_or_draws_something_but_ends_nothing()
    {
        string path = _directory.Path("whole.ttf");
        TestFont.Write(path, "門");
        byte[] whole = File.ReadAllBytes(path);
        var random = new Random(7);
        for (int i = 0; i < 200; i++)
        {
            byte[] damaged = whole[..(i % 2 == 0 ? whole.Length : random.Next(whole.Length))];
            for (int hits = 0; hits < 4 && damaged.Length > 0; hits++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            string file = _directory.Path($"{i}.ttf");
            File.WriteAllBytes(file, damaged);
            if (TextFonts.FindFault(file) is null)
                new TextPainter(TextFonts.Of(file), 20).Render("門A", new CoverageMask());
        }
    }
}
