using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Configuration;

namespace VideoStream.Tests.Cameras.Sources.Ffmpeg;

public sealed class FfmpegArgumentsTests
{
    [Theory]
    [InlineData("rtsp://camera/a;rm -rf $(pwd)")]
    [InlineData("rtsp://camera/-y")]
    [InlineData("udp://:5000")]
    public void A_url_without_secrets_is_one_argument(string url)
    {
        string[] arguments = Arguments(url);
        Assert.Equal(url, arguments[Array.IndexOf(arguments, "-i") + 1]);
        Assert.DoesNotContain("concat", arguments);
    }

    [Theory]
    [InlineData("rtsp://ana:s3cret@camera/live")]
    [InlineData("rtsp://camera/live?token=s3cret")]
    public void A_url_that_may_be_secret_is_no_argument(string url)
    {
        string[] arguments = Arguments(url);
        Assert.Equal("pipe:0", arguments[Array.IndexOf(arguments, "-i") + 1]);
        Assert.DoesNotContain(arguments, argument => argument.Contains("s3cret", StringComparison.Ordinal));
        Assert.Contains($"file '{url}'\n", Script(url), StringComparison.Ordinal);
    }

    [Fact]
    public void Script_quotes_the_url()
    {
        string script = Script("rtsp://ana:o'x@camera/");
        Assert.StartsWith("ffconcat version 1.0\nfile 'rtsp://ana:o'\\''x@camera/'\noption ", script, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public void The_transport_is_the_configured_one_in_arguments_and_script(string name)
    {
        var options = new CameraOptions { RtspTransport = Enum.Parse<RtspTransport>(name, ignoreCase: true) };
        string[] arguments = Arguments("rtsp://camera/", options);
        Assert.Equal(name, arguments[Array.IndexOf(arguments, "-rtsp_transport") + 1]);
        string script = Script("rtsp://a:b@camera/", options);
        Assert.Contains($"option rtsp_transport '{name}'\n", script, StringComparison.Ordinal);
    }

    [Fact]
    public void Configured_options_precede_the_input()
    {
        string[] arguments = Arguments("rtsp://camera/", new CameraOptions { FfmpegInputOptions = " -hwaccel  vaapi " });
        int at = Array.IndexOf(arguments, "-hwaccel");
        Assert.Equal(["-hwaccel", "vaapi", "-i"], arguments[at..(at + 3)]);
    }

    [Fact]
    public void No_protocol_reads_local_files()
    {
        string[] arguments = Arguments("rtsp://camera/");
        string[] protocols = arguments[Array.IndexOf(arguments, "-protocol_whitelist") + 1].Split(',');
        Assert.Empty(protocols.Intersect(["file", "concat", "subfile", "data", "cache", "async"]));
    }

    [Fact]
    public void No_protocol_is_TLS()
    {
        string[] arguments = Arguments("rtsp://camera/");
        string[] protocols = arguments[Array.IndexOf(arguments, "-protocol_whitelist") + 1].Split(',');
        Assert.Empty(protocols.Intersect(["tls", "https", "rtmps", "rtmpts", "dtls", "httpproxy"]));
    }

    [Theory]
    [InlineData(5, 0, "-vsync")]
    [InlineData(5, 1, "-fps_mode")]
    [InlineData(8, 0, "-fps_mode")]
    [InlineData(9, 2, "-fps_mode")]
    public void The_option_that_sets_the_frame_rate_mode_follows_the_version(int major, int minor, string option)
    {
        string[] arguments = Arguments("rtsp://camera/", version: new FfmpegVersion(major, minor, ""));
        Assert.Equal("passthrough", arguments[Array.IndexOf(arguments, option) + 1]);
        Assert.Single(arguments.Intersect(["-vsync", "-fps_mode"]));
    }

    [Theory]
    [InlineData(30, "8000000")]
    [InlineData(0.1, "50000000")]
    public void A_camera_that_is_configured_to_be_slow_may_be_silent_for_longer(double rate, string microseconds)
    {
        string[] arguments = Arguments("rtsp://camera/", new CameraOptions { FrameRate = rate });
        Assert.Equal(microseconds, arguments[Array.IndexOf(arguments, "-timeout") + 1]);
    }

    [Theory]
    [InlineData("rtsp://camera/")]
    [InlineData("http://camera/")]
    [InlineData("tcp://camera:5000")]
    public void Ffmpeg_looks_for_more_streams_for_a_second_at_most(string url)
    {
        string[] arguments = Arguments(url);
        Assert.Equal("1000000", arguments[Array.IndexOf(arguments, "-analyzeduration") + 1]);
    }

    [Fact]
    public void Extra_options_follow_the_usual_ones()
    {
        FfmpegInput input = Input("rtsp://camera/", new CameraOptions { RtspTransport = RtspTransport.Udp }) with
        {
            Extra = [("rtsp_transport", "tcp")],
        };
        string[] arguments = [.. FfmpegArguments.Create(input, FfmpegCall.Output(FfmpegVersion.Unknown))];
        // The last one counts.
        Assert.Equal("tcp", arguments[Array.LastIndexOf(arguments, "-rtsp_transport") + 1]);
    }

    private static string[] Arguments(string url, CameraOptions? options = null, FfmpegVersion? version = null) =>
        [.. FfmpegArguments.Create(Input(url, options), FfmpegCall.Output(version ?? FfmpegVersion.Unknown))];

    private static string Script(string url, CameraOptions? options = null) => FfmpegArguments.Script(Input(url, options));

    private static FfmpegInput Input(string url, CameraOptions? options) =>
        new(new CameraUrl(url), options ?? new CameraOptions(), IsPaced: false);
}
