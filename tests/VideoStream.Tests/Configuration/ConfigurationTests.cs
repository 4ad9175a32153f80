using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using VideoStream.Configuration;

namespace VideoStream.Tests.Configuration;

/// <summary>From keys to options, through what the service uses.</summary>
public sealed class ConfigurationTests
{
    [Fact]
    public void Without_any_key_there_is_one_camera_and_the_documented_defaults()
    {
        VideoStreamOptions options = Read();
        CameraOptions camera = Assert.Single(options.Cameras).Value;
        Assert.Equal("main", options.DefaultCameraName);
        Assert.Equal(("auto", 1280, 720, 30.0), (camera.Source, camera.Width, camera.Height, camera.FrameRate));
        Assert.Equal((true, 30.0, 80, 10), (options.WebSocket.Enabled, options.WebSocket.FrameRate, options.WebSocket.Quality, options.WebSocket.MaxClients));
        Assert.Equal((30.0, 10.0), (options.WebSocket.PingInterval, options.WebSocket.SendTimeout));
        Assert.Equal((640, 480), (options.Resize.Width, options.Resize.Height));
        AdaptiveOptions adaptive = options.Adaptive;
        Assert.Equal((30, 95, 10, 5, 100.0, 30.0), (adaptive.MinQuality, adaptive.MaxQuality, adaptive.DecreaseStep, adaptive.IncreaseStep, adaptive.SlowAckMs, adaptive.FastAckMs));
        Assert.False(options.Osd.Enabled);
    }

    [Fact]
    public void Every_key_is_read()
    {
        VideoStreamOptions options = Read(
            ("Cameras:front:Source", "film.mp4"), ("Cameras:back:Source", "test"), ("Cameras:back:Width", "320"), ("DefaultCamera", "front"),
            ("WebSocket:MaxClients", "20"), ("Osd:Clock:Anchor", "Bottom"), ("Osd:Clock:Enabled", "false"), ("Osd:Text:Value", "Gate 3"),
            ("WebSocket:AllowedOrigins:0", "https://example.org"));
        Assert.Equal(["back", "front"], options.Cameras.Keys.Order());
        Assert.Equal(("front", 320, 20), (options.DefaultCameraName, options.Cameras["back"].Width, options.WebSocket.MaxClients));
        Assert.Equal((Anchor.Bottom, false, "Gate 3"), (options.Osd.Clock.Anchor, options.Osd.Clock.Enabled, options.Osd.Text.Value));
        Assert.Equal(["https://example.org"], options.WebSocket.AllowedOrigins);
    }

    [Fact]
    public void Source_is_short_for_the_default_cameras()
    {
        Assert.Equal("test", Read(("Source", "test")).Cameras["main"].Source);
        VideoStreamOptions options = Read(("Source", "test"), ("Cameras:a:Source", "x"), ("Cameras:b:Source", "y"), ("DefaultCamera", "b"));
        Assert.Equal(("x", "test"), (options.Cameras["a"].Source, options.Cameras["b"].Source));
    }

    [Theory]
    [InlineData("WebSocket:MaxClients", "0", "allowed: 1 to 100000")]
    [InlineData("WebSocket:MaxClients", "many", "allowed: whole numbers 1 to 100000")]
    [InlineData("WebSocket:FrameRate", "241", "allowed: 1 to 240")]
    [InlineData("WebSocket:FrameRate", "NaN", "allowed: 1 to 240")]
    [InlineData("WebSocket:Quality", "101", "allowed: 1 to 100")]
    [InlineData("WebSocket:Enabled", "perhaps", "allowed: true, false")]
    [InlineData("WebSocket:PingInterval", "0", "allowed: 1 to 3600")]
    [InlineData("WebSocket:AllowedOrigins:0", "example.org", "allowed: *, or scheme://host[:port]")]
    [InlineData("Resize:Width", "15", "allowed: 16 to 8192")]
    [InlineData("Adaptive:MinQuality", "96", "allowed: 1 to MaxQuality, 95")]
    [InlineData("Adaptive:FastAckMs", "200", "allowed: 1 to SlowAckMs, 100")]
    [InlineData("Osd:Clock:Anchor", "7.5", "allowed: TopLeft, Top,")]
    [InlineData("Osd:Clock:Anchor", "9", "allowed: TopLeft, Top,")]
    [InlineData("Osd:Text:Value", "naïve", "allowed: up to 100 printable ASCII characters")]
    [InlineData("Cameras:front:Width", "99999", "allowed: 16 to 8192")]
    [InlineData("Cameras:front:FrameRate", "0", "allowed: 1 to 240")]
    [InlineData("Cameras:front:Source", "", "allowed: auto, test, a device")]
    [InlineData("Cameras:front:Source", "rtsp://host/", "not supported yet")]
    [InlineData("Cameras:front door:Source", "test", "allowed: 1 to 32 letters")]
    [InlineData("DefaultCamera", "nowhere", "allowed: front")]
    [InlineData("WebSocket:MaxClinets", "5", "unknown key; allowed: Enabled, FrameRate, Quality, MaxClients")]
    [InlineData("Websockets:MaxClients", "5", "unknown key; allowed: Source, Cameras")]
    [InlineData("Cameras:front:Sauce", "test", "unknown key; allowed: Source, Width")]
    [InlineData("Osd:Clock:Colour", "red", "unknown key; allowed: Enabled, Anchor")]
    [InlineData("Osd:Crosshair", "true", "it is a group of keys")]
    [InlineData("Cameras", "test", "it is a group of cameras")]
    [InlineData("Cameras:front", "test", "it is a group of keys")]
    [InlineData("WebSocket:AllowedOrigins", "*", "it is a list")]
    [InlineData("WebSocket:Quality:Best", "5", "it is a single value")]
    public void A_bad_value_is_refused_with_its_key_and_what_is_allowed(string key, string value, string expected)
    {
        var cameras = key.StartsWith("Cameras", StringComparison.Ordinal) ? [] : ((string, string)[])[("Cameras:front:Source", "test")];
        var failure = Assert.Throws<OptionsValidationException>(() => Read([.. cameras, (key, value)]));
        string line = Assert.Single(failure.Failures);
        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.StartsWith("VideoStream:" + key.Split(':')[0], line, StringComparison.Ordinal);
        Assert.True(value.Length == 0 || key.EndsWith("Source", StringComparison.Ordinal) || line.Contains(value, StringComparison.Ordinal) || line.Contains("unknown key", StringComparison.Ordinal) || line.Contains("single value", StringComparison.Ordinal));
    }

    [Fact]
    public void The_whole_section_as_one_value_is_refused()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([new("VideoStream", "5")]).Build();
        Assert.Throws<OptionsValidationException>(() => Create(configuration));
    }

    private static VideoStreamOptions Read(params (string Key, string Value)[] keys)
    {
        var pairs = keys.Select(pair => new KeyValuePair<string, string?>("VideoStream:" + pair.Key, pair.Value));
        return Create(new ConfigurationBuilder().AddInMemoryCollection(pairs).Build());
    }

    private static VideoStreamOptions Create(IConfiguration configuration) => new OptionsFactory<VideoStreamOptions>(
        [new VideoStreamOptionsBinder(configuration)], [], [new VideoStreamOptionsValidator(), new VideoStreamOptionsRules()])
        .Create(Options.DefaultName);
}
