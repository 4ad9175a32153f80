using System.Text.Json;
using VideoStream.Access;
using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Transports;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Viewers.Settings;

public sealed class SettingsChangeTests
{
    private static readonly ViewerSettings Before = new(false, VariantEncoding.Jpeg(80), 30, new PictureSize(640, 480), true, false);

    private static readonly ViewerSettings Defaults = ViewerSettings.Defaults(new VideoStreamOptions());

    [Fact]
    public void ApplyTo_an_empty_change_changes_nothing()
    {
        var change = new SettingsChange();
        Assert.True(change.IsEmpty);
        Assert.Equal(Before, change.ApplyTo(Before));
    }

    [Fact]
    public void ApplyTo_takes_all_steps_in_the_order_in_which_they_were_added()
    {
        var change = new SettingsChange();
        change.Add(settings => settings with { Osd = true, Fps = 15 });
        change.Add(settings => settings with { Fps = settings.Fps * 2, Paused = true });

        Assert.False(change.IsEmpty);
        Assert.Equal(Before with { Osd = true, Fps = 30, Paused = true }, change.ApplyTo(Before));
    }

    [Theory]
    [InlineData("quality=40", 40, 30, "320x180")]
    [InlineData("quality=90", 60, 30, "320x180")]
    [InlineData("quality=source", 60, 30, "320x180")]
    [InlineData("fps=5&resize=160x90", 60, 5, "160x90")]
    [InlineData("fps=60&resize=false", 60, 30, "320x180")]
    [InlineData("resize=1000x100", 60, 30, "320x100")]
    public void Caps_reduce_what_was_asked_for(string query, int quality, double fps, string size)
    {
        var caps = new StreamCaps(60, null, new PictureSize(320, 180));
        ViewerSettings settings = Asked(query).Within(caps, Defaults);
        Assert.Equal(VariantEncoding.Jpeg(quality), settings.Encoding);
        Assert.Equal((fps, size), (settings.Fps, $"{settings.MaxSize}"));
        Assert.Equal(settings, settings.Within(caps, Defaults));
    }

    [Theory]
    [InlineData("quality=90", 80, 30)]
    [InlineData("fps=60", 80, 30)]
    [InlineData("quality=10&fps=1", 10, 1)]
    public void A_cap_that_is_not_set_is_the_default(string query, int quality, double fps)
    {
        ViewerSettings settings = Asked(query).Within(new StreamCaps(null, null, null), Defaults);
        Assert.Equal(Defaults with { Encoding = VariantEncoding.Jpeg(quality), Fps = fps }, settings);
    }

    [Fact]
    public void A_cap_above_the_default_leaves_room_above_it()
    {
        var caps = new StreamCaps(95, 50, null);
        Assert.Equal(Defaults, Defaults.Within(caps, Defaults));
        ViewerSettings settings = Asked("quality=100&fps=60").Within(caps, Defaults);
        Assert.Equal((VariantEncoding.Jpeg(95), 50), (settings.Encoding, settings.Fps));
    }

    [Fact]
    public void The_cameras_own_JPEG_counts_as_the_default_quality()
    {
        Assert.True(Asked("quality=source").Within(new StreamCaps(null, null, null), Defaults).Encoding.IsPassthrough);
        Assert.False(Asked("quality=source").Within(new StreamCaps(79, null, null), Defaults).Encoding.IsPassthrough);
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(null, 30.0, true)]
    [InlineData(null, 15.0, false)]
    [InlineData(100, null, false)]
    public void What_a_video_would_not_keep_makes_it_JPEGs(int? quality, double? fps, bool isVideo)
    {
        ViewerSettings asked = Defaults with { Codec = Codec.H264 };
        Assert.Equal(isVideo ? Codec.H264 : Codec.Jpeg, asked.Within(new StreamCaps(quality, fps, null), Defaults).Codec);
    }

    [Fact]
    public void Without_caps_nothing_is_reduced()
    {
        ViewerSettings asked = Asked("quality=100&fps=60");
        Assert.Same(asked, asked.Within(null, Defaults));
    }

    [Theory]
    [InlineData("quality=100&fps=60&resize=64x64", null)]
    [InlineData("osd=true", "osd")]
    [InlineData("quality=100&adaptive=false", "adaptive")]
    public void With_caps_what_they_bound_needs_no_control(string query, string? forbidden)
    {
        var capped = new AccessGrant(null, AccessScopes.View, null, null) { Caps = new StreamCaps(null, null, null) };
        Assert.Equal(forbidden, Change(query).Check(capped)?.Field);
        Assert.Null(Change(query).Check(AccessGrant.Open));
    }

    [Fact]
    public void Defaults_are_those_of_the_configuration()
    {
        var options = new VideoStreamOptions();
        (options.Osd.Enabled, options.WebSocket.Quality, options.WebSocket.FrameRate, options.Adaptive.Enabled) = (true, 70, 25, false);

        Assert.Equal(new ViewerSettings(true, VariantEncoding.Jpeg(70), 25, null, false, false), ViewerSettings.Defaults(options));
    }

    [Fact]
    public void Variant_is_that_of_the_rendition_with_the_viewers_osd()
    {
        var size = new PictureSize(320, 180);
        Assert.Equal(
            new Variant(false, size, VariantEncoding.Jpeg(50)), Before.Variant(new Rendition(VariantEncoding.Jpeg(50), size, 15)));
    }

    private static ViewerSettings Asked(string query) => Change(query).ApplyTo(Defaults);

    private static SettingsChange Change(string query)
    {
        var table = new SettingTable(new VideoStreamOptions());
        var change = new SettingsChange();
        foreach (string[] parameter in query.Split('&').Select(text => text.Split('=')))
        {
            JsonElement value = StreamRequestReader.ToJson(parameter[1]);
            Assert.True(table.Find(parameter[0])!.TryRead(value, parameter[0], change, out SettingError? error), error?.Message);
        }

        return change;
    }
}
