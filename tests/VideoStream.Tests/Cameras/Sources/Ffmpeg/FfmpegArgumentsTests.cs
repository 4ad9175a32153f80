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
        Assert.Contains($"file '{url}'\n", FfmpegArguments.Script(new CameraUrl(url), new CameraOptions()), StringComparison.Ordinal);
    }

    [Fact]
    public void Script_quotes_the_url()
    {
        string script = FfmpegArguments.Script(new CameraUrl("rtsp://ana:o'x@camera/"), new CameraOptions());
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
        string script = FfmpegArguments.Script(new CameraUrl("rtsp://a:b@camera/"), options);
        Assert.Contains($"option rtsp_transport {name}\n", script, StringComparison.Ordinal);
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

    private static string[] Arguments(string url, CameraOptions? options = null) =>
        [.. FfmpegArguments.Create(new CameraUrl(url), options ?? new CameraOptions(), isPaced: false)];
}
