using System.Buffers.Binary;

namespace VideoStream.Tests.Support;

/// <summary>A TrueType font that has only a few characters, each as some upright bars. All others are an empty box in it.</summary>
internal static class TestFont
{
    private const int Em = 1000, Advance = 900;

    /// <summary>Writes a font file.</summary>
    /// <param name="path">Where.</param>
    /// <param name="characters">What it has, in the order of their codes.</param>
    public static void Write(string path, string characters)
    {
        byte[][] glyphs = [Box(), .. characters.Select((_, i) => Bars(i + 2))];
        int count = glyphs.Length;
        (string Tag, byte[] Data)[] tables =
        [
            ("cmap", CharacterMap(characters)),
            ("glyf", [.. glyphs.SelectMany(glyph => glyph)]),
            ("head", Join(
                Int(0x10000), Int(0x10000), Int(0), Int(0x5F0F3CF5), Short(0, Em), new byte[16], Short(0, 0, Em, Em, 0, 8, 2, 1, 0))),
            ("hhea", Join(Int(0x10000), Short(800, -200, 0, Advance), new byte[22], Short(count))),
            ("hmtx", Join([.. Enumerable.Repeat(Short(Advance, 0), count)])),
            ("loca", Join([Int(0), .. glyphs.Select((_, i) => Int(glyphs.Take(i + 1).Sum(glyph => glyph.Length)))])),
            ("maxp", Join(Int(0x10000), Short(count, 256, 32), new byte[22])),
        ];
        File.WriteAllBytes(path, Contents(tables));
    }

    private static byte[] Contents((string Tag, byte[] Data)[] tables)
    {
        byte[] head = Join(Int(0x10000), Short(tables.Length, 64, 2, (tables.Length * 16) - 64));
        int at = head.Length + (tables.Length * 16);
        List<byte> directory = [.. head], data = [];
        foreach (var (tag, bytes) in tables)
        {
            directory.AddRange(Join(System.Text.Encoding.ASCII.GetBytes(tag), Int(0), Int(at + data.Count), Int(bytes.Length)));
            data.AddRange([.. bytes, .. new byte[-bytes.Length & 3]]);
        }

        return [.. directory, .. data];
    }

    /// <summary>Segments of one character each, and the last one that a map must have.</summary>
    private static byte[] CharacterMap(string characters)
    {
        int[] codes = [.. characters.Select(c => (int)c), 0xFFFF];
        int length = 16 + (codes.Length * 8);
        byte[] segments = Join(
            Short(codes), Short(0), Short(codes), Short([.. codes.Select((code, i) => i < characters.Length ? i + 1 - code : 1)]),
            new byte[codes.Length * 2]);
        return Join(Short(0, 1, 3, 1), Int(12), Short(4, length, 0, codes.Length * 2, 0, 0, 0), segments);
    }

    private static byte[] Box() => Glyph((50, 0, 850, 700), (100, 650, 800, 50));

    private static byte[] Bars(int bars) =>
        Glyph([.. Enumerable.Range(0, bars).Select(i => (50 + (i * 800 / bars), 0, 50 + (i * 800 / bars) + (400 / bars), 700))]);

    private static byte[] Glyph(params (int Left, int Bottom, int Right, int Top)[] rectangles)
    {
        int points = rectangles.Length * 4;
        List<int> x = [], y = [];
        foreach (var (left, bottom, right, top) in rectangles)
        {
            x.AddRange([left, left, right, right]);
            y.AddRange([bottom, top, top, bottom]);
        }

        byte[] glyph = Join(
            Short(rectangles.Length, x.Min(), y.Min(), x.Max(), y.Max()),
            Short([.. rectangles.Select((_, i) => (i * 4) + 3)]),
            Short(0),
            [.. Enumerable.Repeat((byte)1, points)],
            Short(Differences(x)),
            Short(Differences(y)));
        return [.. glyph, .. new byte[-glyph.Length & 3]];
    }

    private static int[] Differences(List<int> values) => [.. values.Select((value, i) => i == 0 ? value : value - values[i - 1])];

    private static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];

    private static byte[] Int(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Short(params int[] values) => [.. values.SelectMany(value => (byte[])[(byte)(value >> 8), (byte)value])];
}
