using Microsoft.Extensions.Configuration;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Configuration;

/// <summary>Valid configuration and its options.</summary>
public sealed class VideoStreamOptionsTests
{
    [Fact]
    public void Everything_has_a_default()
    {
        VideoStreamOptions options = Configured.With();

        var (name, camera) = Assert.Single(options.Cameras);
        Assert.Equal(("main", "auto", 1280, 720, 30.0), (name, camera.Source, camera.Width, camera.Height, camera.FrameRate));
        Assert.Equal("main", options.DefaultCameraName);
        Assert.True(options.WebSocket.Enabled);
        Assert.Equal((30.0, 80, 10), (options.WebSocket.FrameRate, options.WebSocket.Quality, options.WebSocket.MaxClients));
        Assert.Equal((30.0, 10.0), (options.WebSocket.PingInterval, options.WebSocket.SendTimeout));
        Assert.Empty(options.WebSocket.AllowedOrigins);
        Assert.Equal((640, 480), (options.Resize.Width, options.Resize.Height));
        Assert.True(options.Adaptive.Enabled);
        AdaptiveOptions adaptive = options.Adaptive;
        Assert.Equal((30, 95, 10, 5), (adaptive.MinQuality, adaptive.MaxQuality, adaptive.DecreaseStep, adaptive.IncreaseStep));
        Assert.Equal((100.0, 30.0), (options.Adaptive.SlowAckMs, options.Adaptive.FastAckMs));
        Assert.False(options.Osd.Enabled);
    }

    [Fact]
    public void Every_value_can_be_set()
    {
        VideoStreamOptions options = Configured.With(
            "Cameras:front:Source=test", "Cameras:front:Width=320", "Cameras:front:Height=240", "Cameras:front:FrameRate=12.5",
            "WebSocket:Enabled=false", "WebSocket:FrameRate=15", "WebSocket:MaxClients=1000",
            "WebSocket:AllowedOrigins:0=https://example.org",
            "Resize:Width=800", "Adaptive:Enabled=False", "Adaptive:SlowAckMs=250.5",
            "Osd:Enabled=TRUE", "Osd:Crosshair:Enabled=true", "Osd:Clock:Anchor=bottomleft", "Osd:Text:Value=Gate 3 & yard");

        var (name, camera) = Assert.Single(options.Cameras);
        Assert.Equal(("front", "test", 320, 240, 12.5), (name, camera.Source, camera.Width, camera.Height, camera.FrameRate));
        Assert.Equal((false, 15.0, 1000), (options.WebSocket.Enabled, options.WebSocket.FrameRate, options.WebSocket.MaxClients));
        Assert.Equal(["https://example.org"], options.WebSocket.AllowedOrigins);
        Assert.Equal((800, false, 250.5), (options.Resize.Width, options.Adaptive.Enabled, options.Adaptive.SlowAckMs));
        Assert.Equal((true, true, "Gate 3 & yard"), (options.Osd.Enabled, options.Osd.Crosshair.Enabled, options.Osd.Text.Value));
        Assert.Equal((Anchor.BottomLeft, true), (options.Osd.Clock.Anchor, options.Osd.Clock.Enabled));
    }

    [Theory]
    [InlineData("00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff")]
    [InlineData("00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF")]
    [InlineData("")]
    public void A_fingerprint_has_any_of_the_usual_forms(string value)
    {
        CameraOptions camera = Assert.Single(Configured.With($"Cameras:front:TrustedCertificate={value}").Cameras).Value;
        Assert.Equal(value.Length == 0, camera.TrustedCertificate is null);
    }

    [Fact]
    public void Keys_are_read_in_any_case()
    {
        VideoStreamOptions options = Configured.With("websocket:MAXCLIENTS=7", "CAMERAS:Front:SOURCE=test", "cameras:FRONT:width=320");

        Assert.Equal(7, options.WebSocket.MaxClients);
        CameraOptions camera = Assert.Single(options.Cameras).Value;
        Assert.Equal(("test", 320), (camera.Source, camera.Width));
    }

    [Fact]
    public void Environment_variables_are_read_with_double_underscores()
    {
        const string prefix = "VIDEOSTREAM_UNIT_TEST_";
        Environment.SetEnvironmentVariable(prefix + "VIDEOSTREAM__WEBSOCKET__MAXCLIENTS", "20");
        Environment.SetEnvironmentVariable(prefix + "VideoStream__Cameras__gate__Source", "test");

        VideoStreamOptions options = Configured.From(new ConfigurationBuilder().AddEnvironmentVariables(prefix));

        Assert.Equal(20, options.WebSocket.MaxClients);
        Assert.Equal("gate", Assert.Single(options.Cameras).Key);
    }

    [Fact]
    public void A_camera_without_keys_has_the_defaults()
    {
        VideoStreamOptions options = Configured.WithJson("""{"VideoStream":{"Cameras":{"front":{}}}}""");
        var (name, camera) = Assert.Single(options.Cameras);
        Assert.Equal(("front", "auto"), (name, camera.Source));
    }

    [Fact]
    public void Empty_groups_and_lists_are_the_defaults()
    {
        VideoStreamOptions options = Configured.WithJson(
            """{"VideoStream":{"Cameras":{},"WebSocket":{"AllowedOrigins":[]},"Osd":{},"Resize":{}}}""");
        Assert.Equal("main", Assert.Single(options.Cameras).Key);
        Assert.Empty(options.WebSocket.AllowedOrigins);
        Assert.Equal(640, options.Resize.Width);
    }

    [Fact]
    public void Source_sets_the_only_camera()
    {
        Assert.Equal("film.mp4", Assert.Single(Configured.With("Source=film.mp4").Cameras).Value.Source);
    }

    [Fact]
    public void Source_sets_the_first_camera_by_name()
    {
        VideoStreamOptions options = Configured.With("Source=film.mp4", "Cameras:b:Source=test", "Cameras:a:Source=test");

        Assert.Equal("a", options.DefaultCameraName);
        Assert.Equal(("film.mp4", "test"), (options.Cameras["a"].Source, options.Cameras["b"].Source));
    }

    [Fact]
    public void Source_sets_the_default_camera()
    {
        VideoStreamOptions options = Configured.With("Source=film.mp4", "DefaultCamera=B", "Cameras:b:Width=320", "Cameras:a:Source=test");

        Assert.Equal(("test", "film.mp4", 320), (options.Cameras["a"].Source, options.Cameras["b"].Source, options.Cameras["b"].Width));
    }

    [Fact]
    public void DefaultCamera_without_cameras_names_the_only_one()
    {
        Assert.Equal("gate", Assert.Single(Configured.With("DefaultCamera=gate").Cameras).Key);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("0")]
    [InlineData("front-2_left")]
    [InlineData("abcdefghijklmnopqrstuvwxyz012345")]
    public void A_camera_name_has_letters_digits_and_dashes(string name)
    {
        Assert.Equal(name, Assert.Single(Configured.With($"Cameras:{name}:Source=test").Cameras).Key);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("http://localhost:3000")]
    [InlineData("https://example.org:443")]
    [InlineData("https://EXAMPLE.org")]
    [InlineData("http://[::1]:80")]
    [InlineData("https://example.org")]
    [InlineData("http://[::1]:8080")]
    public void An_origin_is_a_scheme_and_a_host(string origin)
    {
        Assert.Equal([origin], Configured.With("WebSocket:AllowedOrigins:0=" + origin).AllowedOrigins);
        Assert.Equal([origin], Configured.With("Access:AllowedOrigins:0=" + origin).AllowedOrigins);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("camera")]
    [InlineData("camera.example.org")]
    [InlineData("192.168.1.5")]
    [InlineData("[fd00::5]")]
    public void A_host_is_a_name_or_an_address(string host) =>
        Assert.Equal([host], Configured.With("Access:AllowedHosts:0=" + host).Access.AllowedHosts);

    [Theory]
    [InlineData("10.0.0.5")]
    [InlineData("10.0.0.0/24")]
    [InlineData("fd00::/64")]
    public void A_proxy_is_an_address_or_a_network(string proxy) =>
        Assert.Equal([proxy], Configured.With("Access:TrustedProxies:0=" + proxy).Access.TrustedProxies);
}
