using VideoStream.Hosting;

namespace VideoStream.Tests.Hosting;

public sealed class CommandLineHelpTests
{
    [Fact]
    public void Help_names_the_switches_and_the_table_of_keys()
    {
        string help = Printed("--sourc", "test", "--help");
        string[] words = ["--source", "--urls", "--help", "--version", "docs/configuration.md"];
        Assert.All(words, word => Assert.Contains(word, help, StringComparison.Ordinal));
    }

    [Fact]
    public void Version_is_the_version_of_the_assembly()
    {
        string version = typeof(CommandLineHelp).Assembly.GetName().Version!.ToString(3);
        Assert.StartsWith(version, Printed("--version"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--source=--help")]
    [InlineData("--source", "version")]
    [InlineData]
    public void Without_the_switch_nothing_is_printed(params string[] args)
    {
        Assert.Empty(Printed(args));
    }

    private static string Printed(params string[] args)
    {
        using var output = new StringWriter();
        Assert.Equal(CommandLineHelp.TryPrint(args, output), output.ToString().Length > 0);
        return output.ToString();
    }
}
