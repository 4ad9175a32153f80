using System.Text.RegularExpressions;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Architecture;

/// <summary>docs/security.md names the test that holds each promise.</summary>
public sealed partial class SecurityDocumentTests
{
    private static readonly string[] Lines = Repository.Lines("docs/security.md");

    [Fact]
    public void Each_test_that_is_named_exists()
    {
        string[] tests =
        [
            .. Named(".cs").Select(path => Path.GetFileNameWithoutExtension(path)),
            .. Named(".test.js").Select(path => Path.GetFileName(path)),
        ];
        string[] named = [.. Lines.SelectMany(line => TestName().Matches(line)).Select(match => match.Groups[1].Value)];
        Assert.True(named.Length > 40, "the document names no tests");
        Violations.None(named.Except(tests).Select(test => $"docs/security.md names {test}"));
    }

    /// <summary>In each table with a column "held by", which is the last one.</summary>
    [Fact]
    public void Each_promise_names_a_test()
    {
        var rows = new List<string>();
        bool isPromise = false;
        foreach (string line in Lines)
        {
            if (!line.StartsWith('|'))
                isPromise = false;
            else if (line.EndsWith("| held by |", StringComparison.Ordinal))
                isPromise = true;
            else if (isPromise && !line.StartsWith("|---", StringComparison.Ordinal))
                rows.Add(line);
        }

        Assert.True(rows.Count > 25, "the document has no promises");
        Violations.None(rows.Where(row => !TestName().IsMatch(row.TrimEnd('|').Split('|')[^1])));
    }

    private static IEnumerable<string> Named(string extension) =>
        Repository.Files("tests").Where(path => path.EndsWith(extension, StringComparison.Ordinal));

    [GeneratedRegex(@"`(\w+(?:Tests|Properties)|[\w-]+\.test\.js)`")]
    private static partial Regex TestName();
}
