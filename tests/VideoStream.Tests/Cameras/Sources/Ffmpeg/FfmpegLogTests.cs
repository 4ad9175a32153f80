using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.Tests.Cameras.Sources.Ffmpeg;

public sealed class FfmpegLogTests
{
    private static readonly CameraUrl Url = new("rtsp://cam/live");

    private readonly UrlErrors _errors = new(
        Url, new FfmpegInput(Url, new CameraOptions(), IsPaced: false), FfmpegVersion.Parse("ffmpeg version 5.1"), TimeProvider.System);

    private readonly FfmpegLog _log;

    public FfmpegLogTests() => _log = new FfmpegLog(_errors);

    [Theory]
    [InlineData("yuv420p(tv, bt709, progressive)", nameof(ColourMatrix.Bt709))]
    [InlineData("yuv420p(pc, bt709/unknown/unknown, progressive)", nameof(ColourMatrix.Bt709))]
    [InlineData("yuv420p(bt709, progressive)", nameof(ColourMatrix.Bt709))]
    [InlineData("yuv420p(tv, smpte170m, progressive)", nameof(ColourMatrix.Bt601))]
    [InlineData("yuv420p(tv, smpte170m/bt709/bt709, top first)", nameof(ColourMatrix.Bt601))]
    [InlineData("yuvj420p(pc, bt470bg/unknown/unknown, progressive)", nameof(ColourMatrix.Bt601))]
    [InlineData("yuv420p(tv, bt2020nc/bt2020/smpte2084, progressive)", nameof(ColourMatrix.Bt2020))]
    [InlineData("yuv420p(tv, unknown/bt709/bt709, progressive)", null)]
    [InlineData("yuv420p(tv, progressive)", null)]
    [InlineData("yuv420p", null)]
    public void The_report_of_the_output_says_how_colours_are_meant(string format, string? matrix)
    {
        _log.Add("[info]   Stream #0:0(eng): Video: h264 (High) (avc1 / 0x31637661), yuv420p(tv, bt709, progressive), 1280x720, 12.50 fps");
        Assert.Null(_log.Matrix);
        _log.Add($"[info]   Stream #0:0(eng): Video: wrapped_avframe, {format}, 1280x720, q=2-31, 25 fps");
        Assert.Equal(matrix, _log.Matrix?.ToString());
    }

    /// <summary>ffmpeg makes the samples of it, by BT.601, whatever the size is.</summary>
    [Theory]
    [InlineData("png (png  / 0x20676E70), rgb24(pc, progressive), 1280x720")]
    [InlineData("gif, bgra, 1280x720, 25 fps")]
    [InlineData("h264 (High 4:4:4 Predictive) (avc1 / 0x31637661), gbrp(pc, gbr/unknown/unknown, progressive), 1280x720")]
    public void A_video_of_red_green_and_blue_has_the_matrix_that_ffmpeg_gives_it(string input)
    {
        _log.Add($"[info]   Stream #0:0(und): Video: {input}");
        _log.Add("[info]   Stream #0:0: Video: wrapped_avframe, yuv420p(tv, progressive), 1280x720, q=2-31, 25 fps");
        Assert.Equal(ColourMatrix.Bt601, _log.Matrix);
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
