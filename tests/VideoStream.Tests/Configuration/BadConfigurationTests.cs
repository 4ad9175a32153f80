using Microsoft.Extensions.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Configuration;

/// <summary>Each line of an error names the key, the value and what is allowed.</summary>
public sealed class BadConfigurationTests
{
    [Theory]
    [InlineData("WebSocket:FrameRate", "0", "0.05 to 240")]
    [InlineData("WebSocket:FrameRate", "240.5", "0.05 to 240")]
    [InlineData("WebSocket:FrameRate", "NaN", "0.05 to 240")]
    [InlineData("WebSocket:Quality", "0", "1 to 100")]
    [InlineData("WebSocket:Quality", "101", "1 to 100")]
    [InlineData("WebSocket:MaxClients", "0", "1 to 100000")]
    [InlineData("WebSocket:MaxClients", "-1", "1 to 100000")]
    [InlineData("WebSocket:PingInterval", "0.5", "1 to 3600")]
    [InlineData("WebSocket:SendTimeout", "3601", "1 to 3600")]
    [InlineData("Limits:MaxConnections", "-1", "0 to 1000000")]
    [InlineData("Limits:IdleTimeout", "0.5", "1 to 3600")]
    [InlineData("Limits:RequestHeadersTimeout", "0", "1 to 3600")]
    [InlineData("Limits:HandshakesPerAddress", "-1", "0 to 100000")]
    [InlineData("Limits:RequestsPerAddress", "100001", "0 to 100000")]
    [InlineData("Resize:Width", "15", "16 to 8192")]
    [InlineData("Resize:Height", "8193", "16 to 8192")]
    [InlineData("Adaptive:MinQuality", "0", "1 to 100")]
    [InlineData("Adaptive:MaxQuality", "101", "1 to 100")]
    [InlineData("Adaptive:DecreaseStep", "0", "1 to 99")]
    [InlineData("Adaptive:IncreaseStep", "100", "1 to 99")]
    [InlineData("Adaptive:SlowAckMs", "60001", "1 to 60000")]
    [InlineData("Adaptive:FastAckMs", "0", "1 to 60000")]
    [InlineData("Cameras:front:Width", "0", "16 to 8192")]
    [InlineData("Cameras:front:Height", "10000", "16 to 8192")]
    [InlineData("Cameras:front:FrameRate", "-30", "0.01 to 240")]
    [InlineData("Cameras:front:FrameRate", "1e999", "0.01 to 240")]
    public void A_value_out_of_range(string key, string value, string allowed)
    {
        string failure = Assert.Single(Configured.Failures($"{key}={value}"));
        value = value == "1e999" ? "Infinity" : value;
        Assert.Equal($"VideoStream:{key} is '{value}'; allowed: {allowed}", failure);
    }

    [Theory]
    [InlineData("WebSocket:Enabled", "yes", "true, false")]
    [InlineData("WebSocket:Enabled", "1", "true, false")]
    [InlineData("WebSocket:FrameRate", "fast", "numbers 0.05 to 240")]
    [InlineData("WebSocket:FrameRate", "29,97", "numbers 0.05 to 240")]
    [InlineData("WebSocket:Quality", "80%", "whole numbers 1 to 100")]
    [InlineData("WebSocket:Quality", "79.5", "whole numbers 1 to 100")]
    [InlineData("WebSocket:Quality", "", "whole numbers 1 to 100")]
    [InlineData("WebSocket:MaxClients", "99999999999", "whole numbers 1 to 100000")]
    [InlineData("Cameras:front:Width", "wide", "whole numbers 16 to 8192")]
    [InlineData("Adaptive:Enabled", "", "true, false")]
    [InlineData("Osd:Enabled", "on", "true, false")]
    [InlineData("Osd:Clock:Enabled", "2", "true, false")]
    [InlineData("Osd:Clock:Anchor", "Middle", "TopLeft, Top, TopRight, Left, Center, Right, BottomLeft, Bottom, BottomRight")]
    [InlineData("Osd:Text:Anchor", "9", "TopLeft, Top, TopRight, Left, Center, Right, BottomLeft, Bottom, BottomRight")]
    [InlineData("Osd:Text:Anchor", "99999999999999999999", "TopLeft, Top, TopRight, Left, Center, Right, BottomLeft, Bottom, BottomRight")]
    public void A_value_of_the_wrong_type(string key, string value, string allowed)
    {
        Assert.Equal([$"VideoStream:{key} is '{value}'; allowed: {allowed}"], Configured.Failures($"{key}={value}"));
    }

    [Theory]
    [InlineData("Websockets:Enabled", "VideoStream:Websockets", "WebSocket")]
    [InlineData("Sources", "VideoStream:Sources", "Source")]
    [InlineData("DefaultCameraName", "VideoStream:DefaultCameraName", "DefaultCamera")]
    [InlineData("WebSocket:Qualty", "VideoStream:WebSocket:Qualty", "Quality")]
    [InlineData("Resize:Depth", "VideoStream:Resize:Depth", "Width")]
    [InlineData("Adaptive:Min", "VideoStream:Adaptive:Min", "MinQuality")]
    [InlineData("Osd:Colour", "VideoStream:Osd:Colour", "CameraName")]
    [InlineData("Osd:Clock:Value", "VideoStream:Osd:Clock:Value", "Anchor")]
    [InlineData("Osd:Text:Text", "VideoStream:Osd:Text:Text", "Value")]
    [InlineData("Cameras:front:Fps", "VideoStream:Cameras:front:Fps", "FrameRate")]
    public void An_unknown_key_at_any_level(string key, string named, string suggested)
    {
        string failure = Assert.Single(Configured.Failures($"{key}=1"));
        Assert.StartsWith($"{named} is an unknown key; allowed: ", failure, StringComparison.Ordinal);
        Assert.Contains(suggested, failure.Split(": ")[1].Split(", "));
    }

    [Theory]
    [InlineData("WebSocket:Quality:Value")]
    [InlineData("Source:Path")]
    [InlineData("Cameras:front:Source:Url")]
    [InlineData("Osd:Clock:Anchor:X")]
    public void A_group_where_a_value_belongs(string key)
    {
        string parent = "VideoStream:" + key[..key.LastIndexOf(':')];
        Assert.Equal([$"{parent} is a group of keys; it is a single value"], Configured.Failures($"{key}=1"));
    }

    [Theory]
    [InlineData("WebSocket", "a group of keys")]
    [InlineData("Osd", "a group of keys")]
    [InlineData("Osd:Clock", "a group of keys")]
    [InlineData("Cameras", "a group of cameras")]
    [InlineData("Cameras:front", "a group of keys, such as Title")]
    [InlineData("WebSocket:AllowedOrigins", "a list, so give VideoStream:WebSocket:AllowedOrigins:0, :1 …")]
    public void A_value_where_a_group_belongs(string key, string what)
    {
        Assert.Equal([$"VideoStream:{key} is 'true'; it is {what}"], Configured.Failures($"{key}=true"));
    }

    [Fact]
    public void A_value_where_the_whole_configuration_belongs()
    {
        var builder = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("VideoStream", (string?)"film.mp4")]);
        Assert.Equal(["VideoStream is 'film.mp4'; it is a group of keys"], Configured.Failures(() => Configured.From(builder)));
    }

    [Fact]
    public void Limits_that_contradict_each_other()
    {
        Assert.Equal(
            ["VideoStream:Adaptive:MinQuality is '60'; allowed: 1 to MaxQuality, 50"],
            Configured.Failures("Adaptive:MinQuality=60", "Adaptive:MaxQuality=50"));
        Assert.Equal(
            ["VideoStream:Adaptive:FastAckMs is '101'; allowed: 1 to SlowAckMs, 100"], Configured.Failures("Adaptive:FastAckMs=101"));
    }

    [Theory]
    [InlineData("Osd:Text:Value", "two\nlines", "two\\u000Alines")]
    [InlineData("Osd:Text:Value", "a\ttab", "a\\u0009tab")]
    [InlineData("Osd:Text:Value", "a\u2028b", "a\\u2028b")]
    [InlineData("Cameras:gate:Title", "\u001B[31mred", "\\u001B[31mred")]
    [InlineData("Cameras:gate:Title", "turned \u202Eround", "turned \\u202Eround")]
    public void A_text_with_control_characters(string key, string text, string shown)
    {
        Assert.Equal(
            [$"VideoStream:{key} is '{shown}'; allowed: up to 100 characters in one line, without control characters"],
            Configured.Failures($"{key}={text}"));
    }

    [Theory]
    [InlineData("Süd, 21 °C")]
    [InlineData("門")]
    [InlineData("بوابة ٣")]
    [InlineData("👩‍🌾 🚪")]
    public void A_text_may_be_in_any_script(string text)
    {
        var options = Configured.With("Osd:Text:Value=" + text, "Cameras:gate:Title= " + text);
        Assert.Equal((text, text), (options.Osd.Text.Value, options.Cameras["gate"].Title));
    }

    [Theory]
    [InlineData("Osd:Text:Value")]
    [InlineData("Cameras:gate:Title")]
    public void A_text_that_is_too_long(string key)
    {
        Configured.With($"{key}={new string('a', 100)}");
        Assert.Single(Configured.Failures($"{key}={new string('a', 101)}"));
    }

    [Theory]
    [InlineData("""{"VideoStream":{"Osd":{"Text":{"Value":null}}}}""")]
    [InlineData("""{"VideoStream":{"WebSocket":{"AllowedOrigins":null}}}""")]
    [InlineData("""{"VideoStream":{"WebSocket":null,"Cameras":null,"Osd":null}}""")]
    [InlineData("""{"VideoStream":{"Source":null,"DefaultCamera":null}}""")]
    [InlineData("""{"VideoStream":null}""")]
    public void Null_in_a_file_means_the_default(string json)
    {
        VideoStream.Configuration.VideoStreamOptions options = Configured.WithJson(json);
        Assert.Equal("main", Assert.Single(options.Cameras).Key);
        Assert.Empty(options.WebSocket.AllowedOrigins);
        Assert.Empty(options.Osd.Text.Value);
    }

    [Theory]
    [InlineData("""{"VideoStream":{"WebSocket":{"AllowedOrigins":[null]}}}""", "AllowedOrigins")]
    [InlineData("""{"VideoStream":{"WebSocket":{"AllowedOrigins":[{"Name":"https://example.org"}]}}}""", "AllowedOrigins")]
    [InlineData("""{"VideoStream":{"WebSocket":{"Quality":null}}}""", "VideoStream:WebSocket:Quality")]
    [InlineData("""{"VideoStream":{"WebSocket":{"Quality":[80]}}}""", "VideoStream:WebSocket:Quality")]
    [InlineData("""{"VideoStream":{"Cameras":["test"]}}""", "VideoStream:Cameras:0")]
    [InlineData("""{"VideoStream":{"Cameras":{"a":{"Source":null}}}}""", "VideoStream:Cameras:a:Source")]
    public void A_file_of_the_wrong_shape(string json, string key)
    {
        Assert.Contains(key, Assert.Single(Configured.Failures(() => Configured.WithJson(json))), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_mistakes_are_reported_together()
    {
        string[] failures = Configured.Failures("WebSocket:Quality=0", "Resize:Width=1", "Cameras:a b:Source=test", "Osd:Text:Value=\n");
        Assert.Equal(4, failures.Length);
    }
}
