using System.Text.Json;
using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Viewers;

namespace VideoStream.Tests.Viewers;

/// <summary>Settings as they stand in a query; <see cref="VideoStream.Tests.Transports.WebSockets.Protocol.ClientMessageParserTests"/> has those in messages.</summary>
public sealed class SettingsParserTests
{
    private readonly SettingsParser _parser = new(new ResizeOptions { Width = 320, Height = 200 });

    [Theory]
    [InlineData("abc", JsonValueKind.String)]
    [InlineData("", JsonValueKind.String)]
    [InlineData("true", JsonValueKind.True)]
    [InlineData("false", JsonValueKind.False)]
    [InlineData("True", JsonValueKind.String)]
    [InlineData("null", JsonValueKind.String)]
    [InlineData("60", JsonValueKind.Number)]
    [InlineData("1e308", JsonValueKind.Number)]
    [InlineData("1e999", JsonValueKind.Number)]
    [InlineData("640x360", JsonValueKind.String)]
    [InlineData("NaN", JsonValueKind.String)]
    [InlineData("{}", JsonValueKind.String)]
    [InlineData("[1]", JsonValueKind.String)]
    [InlineData("\"60\"", JsonValueKind.String)]
    [InlineData("60,70", JsonValueKind.String)]
    [InlineData("\0", JsonValueKind.String)]
    public void FromQuery_is_a_number_or_a_truth_value_or_else_a_string(string text, JsonValueKind kind)
    {
        JsonElement value = SettingsParser.FromQuery(text);
        Assert.Equal(kind, value.ValueKind);
        if (kind == JsonValueKind.String)
            Assert.Equal(text, value.GetString());
    }

    [Theory]
    [InlineData("quality", "abc", "wrong_type")]
    [InlineData("quality", "", "wrong_type")]
    [InlineData("quality", "true", "wrong_type")]
    [InlineData("quality", "640x360", "wrong_type")]
    [InlineData("quality", "NaN", "wrong_type")]
    [InlineData("quality", "{}", "wrong_type")]
    [InlineData("quality", "60.5", "wrong_type")]
    [InlineData("quality", "1e308", "out_of_range")]
    [InlineData("quality", "0", "out_of_range")]
    [InlineData("fps", "abc", "wrong_type")]
    [InlineData("fps", "", "wrong_type")]
    [InlineData("fps", "NaN", "wrong_type")]
    [InlineData("fps", "1e308", "out_of_range")]
    [InlineData("fps", "-1", "out_of_range")]
    [InlineData("osd", "", "wrong_type")]
    [InlineData("osd", "60", "wrong_type")]
    [InlineData("osd", "yes", "wrong_type")]
    [InlineData("adaptive", "{}", "wrong_type")]
    [InlineData("resize", "", "wrong_type")]
    [InlineData("resize", "60", "wrong_type")]
    [InlineData("resize", "abc", "wrong_type")]
    [InlineData("resize", "99999x1", "out_of_range")]
    public void TryRead_a_bad_value_says_what_is_wrong_and_changes_nothing(string setting, string text, string code)
    {
        var change = new SettingsChange { Paused = true };

        Assert.False(_parser.TryRead(setting, SettingsParser.FromQuery(text), setting, ref change, out SettingError? error));

        Assert.Equal((code, setting), (error.Code, error.Field));
        Assert.Equal(new SettingsChange { Paused = true }, change);
    }

    [Fact]
    public void TryRead_good_values_adds_each_to_the_change()
    {
        var change = new SettingsChange();

        Assert.True(Read("osd", "true", ref change));
        Assert.True(Read("quality", "60", ref change));
        Assert.True(Read("fps", "12.5", ref change));
        Assert.True(Read("resize", "640x360", ref change));
        Assert.True(Read("adaptive", "false", ref change));

        Assert.Equal(
            new SettingsChange { Osd = true, Quality = 60, Fps = 12.5, Resize = new(new PictureSize(640, 360)), Adaptive = false }, change);
    }

    [Fact]
    public void TryRead_resize_true_is_the_configured_box()
    {
        var change = new SettingsChange();
        Assert.True(Read("resize", "true", ref change));
        Assert.Equal(new PictureSize(320, 200), change.Resize!.Value.MaxSize);
    }

    private bool Read(string setting, string text, ref SettingsChange change) =>
        _parser.TryRead(setting, SettingsParser.FromQuery(text), setting, ref change, out _);
}
