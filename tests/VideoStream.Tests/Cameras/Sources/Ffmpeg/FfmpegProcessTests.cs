using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Configuration;

namespace VideoStream.Tests.Cameras.Sources.Ffmpeg;

public sealed class FfmpegProcessTests
{
    [Theory]
    [InlineData("rtsp://camera/a;rm -rf $(pwd)")]
    [InlineData("rtsp://camera/-y")]
    [InlineData("udp://:5000")]
    public void Arguments_have_a_url_without_secrets_as_one(string url)
    {
        string[] arguments = Arguments(url);
        Assert.Equal(url, arguments[Array.IndexOf(arguments, "-i") + 1]);
        Assert.DoesNotContain("concat", arguments);
    }

    [Theory]
    [InlineData("rtsp://ana:s3cret@camera/live")]
    [InlineData("rtsp://camera/live?token=s3cret")]
    public void Arguments_have_no_url_that_may_be_secret(string url)
    {
        string[] arguments = Arguments(url);
        Assert.Equal("pipe:0", arguments[Array.IndexOf(arguments, "-i") + 1]);
        Assert.DoesNotContain(arguments, argument => argument.Contains("s3cret", StringComparison.Ordinal));
        Assert.Contains($"file '{url}'\n", FfmpegProcess.Script(new CameraUrl(url), new CameraOptions()), StringComparison.Ordinal);
    }

    [Fact]
    public void Script_quotes_what_would_end_the_name()
    {
        string script = FfmpegProcess.Script(new CameraUrl("rtsp://ana:o'x@camera/"), new CameraOptions());
        Assert.StartsWith("ffconcat version 1.0\nfile 'rtsp://ana:o'\\''x@camera/'\noption ", script, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public void The_transport_is_as_configured_both_ways(string name)
    {
        var options = new CameraOptions { RtspTransport = Enum.Parse<RtspTransport>(name, ignoreCase: true) };
        string[] arguments = Arguments("rtsp://camera/", options);
        Assert.Equal(name, arguments[Array.IndexOf(arguments, "-rtsp_transport") + 1]);
        Assert.Contains($"option rtsp_transport {name}\n", FfmpegProcess.Script(new CameraUrl("rtsp://a:b@camera/"), options), StringComparison.Ordinal);
    }

    [Fact]
    public void Own_options_stand_before_the_input_one_by_one()
    {
        string[] arguments = Arguments("rtsp://camera/", new CameraOptions { FfmpegInputOptions = " -hwaccel  vaapi " });
        int at = Array.IndexOf(arguments, "-hwaccel");
        Assert.Equal(["-hwaccel", "vaapi", "-i"], arguments[at..(at + 3)]);
    }

    [Fact]
    public void Files_of_the_machine_are_out_of_reach()
    {
        string[] arguments = Arguments("rtsp://camera/");
        string[] protocols = arguments[Array.IndexOf(arguments, "-protocol_whitelist") + 1].Split(',');
        Assert.Empty(protocols.Intersect(["file", "concat", "subfile", "data", "cache", "async"]));
    }

    private static string[] Arguments(string url, CameraOptions? options = null) =>
        [.. FfmpegProcess.Arguments(new CameraUrl(url), options ?? new CameraOptions(), isPaced: false)];
}
