using VideoStream.Tests.Support;

namespace VideoStream.Tests.Architecture;

/// <summary>The page shows names and reasons that others chose. Nothing of them can become markup or code.</summary>
public sealed class PageScriptTests
{
    private static readonly string[] MakersOfCode =
    [
        "innerHTML", "outerHTML", "insertAdjacentHTML", "setHTMLUnsafe", "document.write", "createContextualFragment", "eval(",
        "new Function", "javascript:", "srcdoc",
    ];

    [Fact]
    public void No_script_makes_markup_or_code_of_text()
    {
        string[] scripts = [.. Repository.Files("wwwroot").Where(path => path.EndsWith(".js", StringComparison.Ordinal))];
        Assert.NotEmpty(scripts);
        Violations.None(
            from path in scripts
            from maker in MakersOfCode
            where Repository.Text(path).Contains(maker, StringComparison.Ordinal)
            select $"{path} has {maker}");
    }
}
