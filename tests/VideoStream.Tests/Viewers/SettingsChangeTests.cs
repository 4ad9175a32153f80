using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Viewers;

public sealed class SettingsChangeTests
{
    private static readonly ViewerSettings Before = new(false, 80, 30, new PictureSize(640, 480), true, false);

    [Fact]
    public void ApplyTo_a_change_of_nothing_changes_nothing()
    {
        Assert.Equal(Before, new SettingsChange().ApplyTo(Before));
    }

    [Fact]
    public void ApplyTo_changes_what_it_names_and_nothing_else()
    {
        Assert.Equal(Before with { Osd = true }, new SettingsChange { Osd = true }.ApplyTo(Before));
        Assert.Equal(Before with { Encoding = VariantEncoding.Jpeg(60) }, new SettingsChange { Quality = 60 }.ApplyTo(Before));
        Assert.Equal(Before with { Fps = 15 }, new SettingsChange { Fps = 15 }.ApplyTo(Before));
        Assert.Equal(Before with { Adaptive = false }, new SettingsChange { Adaptive = false }.ApplyTo(Before));
        Assert.Equal(Before with { Paused = true }, new SettingsChange { Paused = true }.ApplyTo(Before));
    }

    [Fact]
    public void ApplyTo_resize_false_takes_the_box_away()
    {
        Assert.Null(new SettingsChange { Resize = new ResizeChoice(null) }.ApplyTo(Before).MaxSize);
        Assert.Equal(Before.MaxSize, new SettingsChange().ApplyTo(Before).MaxSize);
    }

    [Fact]
    public void Defaults_are_those_of_the_configuration()
    {
        var options = new VideoStreamOptions();
        (options.Osd.Enabled, options.WebSocket.Quality, options.WebSocket.FrameRate, options.Adaptive.Enabled) = (true, 70, 25, false);

        Assert.Equal(new ViewerSettings(true, 70, 25, null, false, false), ViewerSettings.Defaults(options));
    }

    [Fact]
    public void Variant_is_what_adaptation_arrived_at()
    {
        Assert.Equal(new Variant(false, new PictureSize(320, 180), 50), Before.Variant(new Rendition(VariantEncoding.Jpeg(50), new PictureSize(320, 180), 15)));
    }
}
