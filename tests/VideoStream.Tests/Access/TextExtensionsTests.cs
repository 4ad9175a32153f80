using VideoStream.Access;

namespace VideoStream.Tests.Access;

/// <summary>Texts of clients in answers and in the log.</summary>
public sealed class TextExtensionsTests
{
    [Theory]
    [InlineData("gate", "gate")]
    [InlineData("Tür 😀", "Tür 😀")]
    [InlineData("a\u001b[31mb", "a\uFFFD[31mb")]
    [InlineData("a\r\nb\0", "a\uFFFD\uFFFDb\uFFFD")]
    [InlineData("a\u0085\u2028\u2029b", "a\uFFFD\uFFFD\uFFFDb")]
    [InlineData("a\u202eb\u200b", "a\uFFFDb\uFFFD")]
    public void What_a_terminal_would_obey_is_replaced(string text, string shown) => Assert.Equal(shown, text.Shortened());

    [Fact]
    public void A_long_text_is_cut() => Assert.Equal(new string('x', 64) + "…", new string('x', 7000).Shortened());

    [Theory]
    [InlineData("https://portal.example", true)]
    [InlineData("", true)]
    [InlineData("a\tb", false)]
    [InlineData("\u007f", false)]
    [InlineData("ü", false)]
    public void A_header_has_printable_ascii_alone(string text, bool isAllowed) => Assert.Equal(isAllowed, text.IsHeaderText());
}
