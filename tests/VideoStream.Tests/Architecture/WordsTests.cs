using System.Text.RegularExpressions;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Architecture;

/// <summary>The words of comments, documents, logs and errors.</summary>
public sealed partial class WordsTests
{
    private static readonly string[] Folders = ["src", "tests", "bench", "scripts", "wwwroot", "docs"];

    private static readonly string[] Extensions = [".cs", ".csproj", ".props", ".md", ".js", ".css", ".html", ".sh", ".py", ".awk", ".c"];

    [Fact]
    public void No_text_has_a_word_that_does_not_say_what_happens()
    {
        Violations.None(
            from path in Folders.SelectMany(Repository.Files).Concat(["README.md", "CHANGELOG.md"])
            where Extensions.Contains(Path.GetExtension(path)) && Path.GetFileName(path) != nameof(WordsTests) + ".cs"
            let text = Repository.Text(path)
            from Match match in Words().Matches(text)
            select $"{path}:{text.AsSpan(0, match.Index).Count('\n') + 1}: {match.Value}");
    }

    /// <summary>The words as such, also in a test's name, and with a line's end between them.</summary>
    [GeneratedRegex(
        @"(?<![A-Za-z])(told|whoever|put[\s/*#_]+down|what[\s/*#_]+is[\s/*#_]+known[\s/*#_]+of)(?![A-Za-z])", RegexOptions.IgnoreCase)]
    private static partial Regex Words();
}
