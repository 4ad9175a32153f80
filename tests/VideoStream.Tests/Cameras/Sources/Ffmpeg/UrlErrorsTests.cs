using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Configuration;

namespace VideoStream.Tests.Cameras.Sources.Ffmpeg;

public sealed class UrlErrorsTests
{
    private static readonly CameraUrl Url = new("rtsp://ana:s3cret@camera:88/live");

    private readonly CameraOptions _options = new();
    private readonly FakeTimeProvider _time = new();
    private readonly UrlErrors _errors;

    public UrlErrorsTests()
    {
        _errors = new UrlErrors(Url, new FfmpegInput(Url, _options, IsPaced: false), new FfmpegVersion(9, 0, "9.0"), _time);
    }

    [Theory]
    [InlineData("[rtsp @ 0x5] method DESCRIBE failed: 401 Unauthorized", "rtsp://camera:88 refuses the user name or password")]
    [InlineData("Failed to resolve hostname camera: Name or service not known", "unknown host: camera")]
    [InlineData(
        "Connection to tcp://camera:88?timeout=0 failed: Connection refused",
        "rtsp://camera:88: connection refused, nothing listens there")]
    [InlineData("rtsp://ana:s3cret@camera:88/live: Something new", "rtsp://camera:88: Something new")]
    [InlineData("[srt @ 0x5] Connection to srt://camera:88 failed: Input/output error", "no answer from rtsp://camera:88")]
    [InlineData(
        "[rtsp @ 0x5] method DESCRIBE failed: 453 Not Enough Bandwidth",
        "rtsp://camera:88 is busy: it serves no more clients (453)")]
    [InlineData(
        "[https @ 0x5] Protocol 'https' not on whitelist 'pipe,rtsp'!",
        "rtsp://camera:88 refers to an address that may not be read: https:")]
    [InlineData("pipe:0: Operation not permitted", "rtsp://camera:88 takes connections, but doesn't answer")]
    public void Fault_translates_the_message_and_hides_secrets(string line, string reason)
    {
        _errors.Add(line);
        Assert.Equal(reason, _errors.Fault.Text);
    }

    [Fact]
    public void The_most_specific_message_wins_and_not_the_last()
    {
        _errors.Add("Server returned 404 Not Found");
        _errors.Add("pipe:0: Invalid data found when processing input");
        Assert.Equal("rtsp://camera:88 has nothing at that path (404)", _errors.Fault.Text);
    }

    [Fact]
    public void Lines_that_end_every_failure_are_not_the_reason()
    {
        _errors.Add("[http @ 0x5] Stream ends prematurely at 48, should be 460408");
        _errors.Add("    Last message repeated 1 times");
        _errors.Add("Cannot determine format of input stream 0:0 after EOF");
        _errors.Add("Error marking filters as finished");
        Assert.Equal("rtsp://camera:88: connection lost", _errors.Fault.Text);
    }

    [Fact]
    public void Only_lines_that_end_every_failure_mean_that_the_camera_has_ended_the_stream()
    {
        _errors.Add("Cannot determine format of input stream 0:0 after EOF");
        _errors.Add("Error marking filters as finished");
        Assert.Equal("rtsp://camera:88: the camera ended the stream", _errors.Fault.Text);
    }

    [Fact]
    public void Without_a_message_the_camera_has_ended_the_stream()
    {
        _errors.Add("[h264 @ 0x1] error while decoding MB 3 4");
        _errors.Add("Error marking filters as finished");
        Assert.Equal("rtsp://camera:88: the camera ended the stream", _errors.Fault.Text);
    }

    [Theory]
    [InlineData("Error while decoding stream #0:0: Invalid data found when processing input")]
    [InlineData("[vist#0:0/h264 @ 0x5] Error submitting packet to decoder: Invalid data found when processing input")]
    [InlineData("[vist#0:0/h264 @ 0x5] [dec:h264 @ 0x6] Decoding error: Invalid data found when processing input")]
    public void A_frame_that_could_not_be_decoded_is_not_why_the_stream_has_ended(string line)
    {
        _errors.Add(line);
        Assert.Equal("rtsp://camera:88: the camera ended the stream", _errors.Fault.Text);
    }

    [Fact]
    public void What_ffmpeg_has_survived_is_not_why_it_ends()
    {
        _errors.Add("[hls @ 0x5] keepalive request failed: Connection reset by peer");
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("rtsp://camera:88: the camera ended the stream", _errors.Fault.Text);
    }

    [Fact]
    public void The_reason_stays_when_it_is_asked_for_later()
    {
        _errors.Add("Connection refused");
        string reason = _errors.Fault.Text;
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(reason, _errors.Fault.Text);
    }

    [Theory]
    [InlineData("Unrecognized option 'fps_mode'.")]
    [InlineData("Option fps_mode not found.")]
    public void An_option_of_the_service_is_not_blamed_on_the_operator(string line)
    {
        foreach (string own in (string[])["", "-hwaccel vaapi"])
        {
            _options.FfmpegInputOptions = own;
            _errors.Add(line);
            Assert.Equal(
                "ffmpeg 9.0 doesn't know -fps_mode, which VideoStream needs. Use another version of ffmpeg, and please report it",
                _errors.Fault.Text);
        }
    }

    [Fact]
    public void An_option_of_the_operator_is_named()
    {
        _options.FfmpegInputOptions = "-hwaccel vaapi -no_such 1";
        _errors.Add("Unrecognized option 'no_such'.");
        Assert.Equal("FfmpegInputOptions has an option that this ffmpeg doesn't know: -no_such", _errors.Fault.Text);
    }

    [Fact]
    public void The_address_of_a_relay_is_shown_as_that_of_the_camera()
    {
        var input = new FfmpegInput(new CameraUrl("rtsp://127.0.0.1:40123/live"), _options, IsPaced: false);
        var errors = new UrlErrors(new CameraUrl("rtsps://camera/live"), input, FfmpegVersion.Unknown, _time);
        errors.Add("rtsp://127.0.0.1:40123/live: Something new");
        Assert.Equal("rtsps://camera: Something new", errors.Fault.Text);
    }

    [Fact]
    public void The_text_is_bounded()
    {
        for (int i = 0; i < 1000; i++)
            _errors.Add($"line {i} " + new string('x', 10_000));
        Assert.InRange(_errors.Fault.Text.Length, 1, 400);
    }
}
