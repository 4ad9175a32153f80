using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Configuration;

namespace VideoStream.Tests.Cameras.Sources.Ffmpeg;

public sealed class FfmpegLogTests
{
    private static readonly CameraUrl Url = new("rtsp://cam/live");

    private readonly FfmpegErrors _errors = new(
        Url, new FfmpegInput(Url, new CameraOptions(), IsPaced: false), FfmpegVersion.Parse("ffmpeg version 5.1"));

    private readonly FfmpegLog _log;

    public FfmpegLogTests() => _log = new FfmpegLog(_errors);

    [Theory]
    [InlineData("[info]   Stream #0:0(eng): Video: wrapped_avframe, yuv420p(tv, bt709, progressive), 1280x720, q=2-31, 25 fps", true)]
    [InlineData("[info]   Stream #0:0: Video: wrapped_avframe, yuv420p(pc, bt709/unknown/unknown, progressive), 1280x720", true)]
    [InlineData("[info]   Stream #0:0: Video: wrapped_avframe, yuv420p(tv, smpte170m, progressive), 1280x720", false)]
    [InlineData("[info]   Stream #0:0: Video: wrapped_avframe, gray, 64x48", false)]
    public void The_report_of_the_output_says_how_colours_are_meant(string line, bool isBt709)
    {
        _log.Add("[info]   Stream #0:0(eng): Video: h264 (High), yuv420p(tv, bt709, progressive), 1280x720, 12.50 fps");
        Assert.False(_log.WaitForBt709(TimeSpan.Zero, TestContext.Current.CancellationToken));
        _log.Add(line);
        Assert.Equal(isBt709, _log.WaitForBt709(TimeSpan.Zero, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("[tcp @ 0x556235157500] [error] Connection to tcp://127.0.0.1:1?timeout=0 failed: Connection refused")]
    [InlineData("[error] rtsp://127.0.0.1:1/x: Connection refused")]
    [InlineData("[fatal] rtsp://127.0.0.1:1/x: Connection refused")]
    [InlineData("rtsp://127.0.0.1:1/x: Connection refused")]
    public void Errors_are_collected_without_their_level(string line)
    {
        _log.Add("[info] Press [q] to stop, [?] for help");
        _log.Add("[mp3 @ 0x5562] [warning] Connection reset");
        _log.Add(line);
        Assert.Equal(CameraFaultKind.ConnectionRefused, _errors.Fault.Kind);
    }

    [Fact]
    public void An_error_that_has_no_kind_is_shown_as_ffmpeg_writes_it()
    {
        _log.Add("[flv @ 0x5562] [error] something odd");
        Assert.Contains("[flv @ 0x5562] something odd", _errors.Fault.Text, StringComparison.Ordinal);
    }
}
