namespace VideoStream.Tests.Support;

/// <summary>A Type 1 font that has only an A, as a square (Adobe Type 1 Font Format, 1990).</summary>
internal static class TestType1Font
{
    private const string Open = """
        %!PS-AdobeFont-1.0: Test
        11 dict begin
        /FontInfo 1 dict dup begin /FamilyName (Test) readonly def end readonly def
        /FontName /Test def
        /PaintType 0 def
        /FontType 1 def
        /FontMatrix [0.001 0 0 0.001 0 0] readonly def
        /Encoding StandardEncoding def
        /FontBBox {0 0 900 700} readonly def
        currentdict end
        currentfile eexec

        """;

    // 0 900 hsbw, 600 hlineto, 600 vlineto, -600 hlineto, closepath, endchar
    private static readonly byte[] Square = [139, 250, 24, 13, 139, 139, 21, 248, 236, 6, 248, 236, 7, 252, 236, 6, 9, 14];

    /// <summary>Writes a font file.</summary>
    public static void Write(string path) =>
        File.WriteAllText(path, Open + Convert.ToHexString(Encrypt(Private())) + "\n" + new string('0', 512) + "\ncleartomark\n");

    /// <summary>The part that is encrypted, behind four bytes of no meaning. The glyphs in it are plain (lenIV -1).</summary>
    private static byte[] Private() =>
    [
        .. "    dup /Private 5 dict dup begin\n/lenIV -1 def\n/BlueValues [] def\n/password 5839 def\n"u8,
        .. "2 index /CharStrings 2 dict dup begin\n"u8,
        .. Glyph(".notdef", [139, 250, 24, 13, 14]),
        .. Glyph("A", Square),
        .. "end\nend\nreadonly put\nput\ndup /FontName get exch definefont pop\nmark currentfile closefile\n"u8,
    ];

    private static byte[] Glyph(string name, byte[] path) =>
        [.. System.Text.Encoding.ASCII.GetBytes($"/{name} {path.Length} RD "), .. path, .. " ND\n"u8];

    /// <summary>The cipher of chapter 7.</summary>
    private static byte[] Encrypt(byte[] plain)
    {
        ushort key = 55665;
        return Array.ConvertAll(plain, one =>
        {
            byte cipher = (byte)(one ^ (key >> 8));
            key = (ushort)(((cipher + key) * 52845) + 22719);
            return cipher;
        });
    }
}
