using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Viewers.Settings;

public sealed class SettingsChangeTests
{
    private static readonly ViewerSettings Before = new(false, VariantEncoding.Jpeg(80), 30, new PictureSize(640, 480), true, false);

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
}
