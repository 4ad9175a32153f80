using System.Globalization;
using System.Text.Json;
using VideoStream.Access;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Viewers.Settings;

/// <summary>Each setting's values, as JSON.</summary>
public sealed class SettingTableTests
{
    private static readonly ViewerSettings Before = ViewerSettings.Defaults(new VideoStreamOptions());

    private readonly SettingTable _table = new(new VideoStreamOptions { Resize = { Width = 320, Height = 200 } });

    [Fact]
    public void All_settings_are_found_by_their_names_and_no_other()
    {
        Assert.Equal("osd, quality, fps, resize, adaptive, codec", _table.Names);
        foreach (ViewerSetting setting in _table.All)
            Assert.Same(setting, _table.Find(setting.Name));
        Assert.Null(_table.Find("paused"));
        Assert.Null(_table.Find("Quality"));
        Assert.Null(_table.Find(""));
    }

    [Fact]
    public void Each_setting_has_a_description_and_a_schema_that_is_json()
    {
        foreach (ViewerSetting setting in _table.All)
        {
            Assert.NotEmpty(setting.Description);
            Assert.Equal(JsonValueKind.Object, JsonElement.Parse(setting.Schema).ValueKind);
        }
    }

    [Fact]
    public void What_a_client_may_set_follows_from_its_scope_and_from_the_caps_of_a_link()
    {
        AccessGrant view = new("ana", AccessScopes.View, null, null);
        Assert.Equal(["fps", "resize", "codec"], _table.NamesFor(view));
        AccessGrant link = view with { Link = "3f0a", Caps = new StreamCaps(60, null, null) };
        Assert.Equal(["quality", "fps", "resize", "codec"], _table.NamesFor(link));
        Assert.Equal(_table.All.Select(setting => setting.Name), _table.NamesFor(new("bo", AccessScopes.Control, null, null)));
        Assert.Equal(_table.All.Select(setting => setting.Name), _table.NamesFor(AccessGrant.Open));
    }

    [Fact]
    public void Good_values_are_all_added_to_the_change()
    {
        var change = new SettingsChange();
        foreach (var (name, json) in (IEnumerable<(string, string)>)
            [("osd", "true"), ("quality", "60"), ("fps", "12.5"), ("resize", "\"640x360\""), ("adaptive", "false")])
            Assert.Null(Read(name, json, change));

        Assert.Equal(
            Before with
            {
                Osd = true,
                Encoding = VariantEncoding.Jpeg(60),
                Fps = 12.5,
                MaxSize = new PictureSize(640, 360),
                Adaptive = false,
            },
            change.ApplyTo(Before));
    }

    [Theory]
    [InlineData("0.05")]
    [InlineData("0.5")]
    [InlineData("240")]
    public void Fps_may_be_far_below_one(string json) =>
        Assert.Equal(double.Parse(json, CultureInfo.InvariantCulture), Applied("fps", json).Fps);

    [Theory]
    [InlineData("quality", "\"abc\"", "wrong_type")]
    [InlineData("quality", "\"\"", "wrong_type")]
    [InlineData("quality", "\"Source\"", "wrong_type")]
    [InlineData("quality", "true", "wrong_type")]
    [InlineData("quality", "null", "wrong_type")]
    [InlineData("quality", "60.5", "wrong_type")]
    [InlineData("quality", "0", "out_of_range")]
    [InlineData("quality", "101", "out_of_range")]
    [InlineData("quality", "1e308", "out_of_range")]
    [InlineData("fps", "\"15\"", "wrong_type")]
    [InlineData("fps", "0.049", "out_of_range")]
    [InlineData("fps", "0", "out_of_range")]
    [InlineData("fps", "241", "out_of_range")]
    [InlineData("osd", "1", "wrong_type")]
    [InlineData("osd", "\"yes\"", "wrong_type")]
    [InlineData("adaptive", "{}", "wrong_type")]
    [InlineData("resize", "60", "wrong_type")]
    [InlineData("resize", "\"abc\"", "wrong_type")]
    [InlineData("resize", "{\"width\":640}", "wrong_type")]
    [InlineData("resize", "\"99999x1\"", "out_of_range")]
    public void A_bad_value_is_an_error_that_names_the_field_and_is_not_added(string name, string json, string code)
    {
        var change = new SettingsChange();
        SettingError? error = Read(name, json, change, field: "value");
        Assert.Equal((code, "value"), (error!.Code, error.Field));
        Assert.StartsWith("value must be ", error.Message, StringComparison.Ordinal);
        Assert.True(change.IsEmpty);
    }

    [Theory]
    [InlineData("true", 320, 200)]
    [InlineData("\"640x360\"", 640, 360)]
    [InlineData("{\"width\":16,\"height\":8192}", 16, 8192)]
    public void Resize_is_a_box_or_true_for_the_configured_one(string json, int width, int height)
    {
        Assert.Equal(new PictureSize(width, height), Applied("resize", json).MaxSize);
    }

    [Fact]
    public void Resize_false_is_the_cameras_own_size()
    {
        var change = new SettingsChange();
        Assert.Null(Read("resize", "false", change));
        Assert.Null(change.ApplyTo(Before with { MaxSize = new PictureSize(640, 360) }).MaxSize);
    }

    [Fact]
    public void Quality_source_is_the_cameras_own_jpeg()
    {
        Assert.Equal(VariantEncoding.Passthrough(80), Applied("quality", "\"source\"").Encoding);
    }

    private ViewerSettings Applied(string name, string json)
    {
        var change = new SettingsChange();
        Assert.Null(Read(name, json, change));
        return change.ApplyTo(Before);
    }

    private SettingError? Read(string name, string json, SettingsChange change, string? field = null) =>
        _table.Find(name)!.TryRead(JsonElement.Parse(json), field ?? name, change, out SettingError? error) ? null : error;
}
