using System.Text.RegularExpressions;
using VideoStream.Access;
using VideoStream.Configuration;
using VideoStream.Hosting;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Hosting;

public sealed partial class KeysCommandTests
{
    [Fact]
    public void New_prints_a_key_and_the_configuration_that_lets_it_in()
    {
        string text = Run("keys", "new", "ana");
        string key = Key().Match(text).Groups[1].Value;
        string json = text[text.IndexOf('{', StringComparison.Ordinal)..(text.LastIndexOf('}') + 1)];
        VideoStreamOptions options = Configured.WithJson(json);
        AccessKey configured = AccessKey.Of("ana", options.Access.Keys["ana"]);
        Assert.Equal(AccessKey.HashOf(key), configured.Hash);
        Assert.Equal(AccessScopes.View, configured.Grant.Scopes);
        string hash = Convert.ToHexStringLower(configured.Hash);
        Assert.Contains($"VideoStream__Access__Keys__ana__Hash={hash}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_key_is_another() =>
        Assert.NotEqual(Key().Match(Run("keys", "new", "ana")).Value, Key().Match(Run("keys", "new", "ana")).Value);

    [Theory]
    [InlineData("keys")]
    [InlineData("keys", "new")]
    [InlineData("keys", "new", "a b")]
    [InlineData("keys", "new", "ana", "bob")]
    [InlineData("keys", "list")]
    public void Anything_else_is_a_mistake(params string[] args)
    {
        using var output = new StringWriter();
        Assert.True(KeysCommand.IsMeant(args));
        Assert.Equal(StartFailure.ExitCode, KeysCommand.Run(args, output));
        Assert.Empty(output.ToString());
    }

    [Theory]
    [InlineData]
    [InlineData("--source", "keys")]
    [InlineData("--help")]
    public void Other_command_lines_are_not_meant(params string[] args) => Assert.False(KeysCommand.IsMeant(args));

    private static string Run(params string[] args)
    {
        using var output = new StringWriter();
        Assert.Equal(0, KeysCommand.Run(args, output));
        return output.ToString();
    }

    /// <summary>256 bits in 43 characters.</summary>
    [GeneratedRegex("^ +([A-Za-z0-9_-]{43})\\r?$", RegexOptions.Multiline)]
    private static partial Regex Key();
}
