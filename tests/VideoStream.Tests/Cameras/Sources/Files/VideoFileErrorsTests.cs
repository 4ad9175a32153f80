using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Cameras.Sources.Files;
using VideoStream.Configuration;

namespace VideoStream.Tests.Cameras.Sources.Files;

public sealed class VideoFileErrorsTests
{
    private readonly CameraOptions _options = new();
    private readonly VideoFileErrors _errors;

    public VideoFileErrorsTests() => _errors = new VideoFileErrors("a.mp4", _options, new FfmpegVersion(9, 0, "9.0"), TimeProvider.System);

    [Theory]
    [InlineData(
        "[hls @ 0x55] Format not on whitelist 'mov,matroska'",
        "a.mp4 has a format that is not played from a file, such as a playlist")]
    [InlineData("Stream map '0:v:0' matches no streams.", "a.mp4 has no video")]
    [InlineData("[concat @ 0x55] Impossible to open 'file:/a.mp4'", "a.mp4 is not a video that can be read")]
    [InlineData("Error opening input file pipe:0.", "a.mp4 is not a video that can be read")]
    [InlineData(
        "Error while decoding stream #0:0: Invalid data found when processing input",
        "a.mp4 is not a video: it has no picture that can be decoded")]
    [InlineData("Decoder (codec vvc) not found for input stream #0:0", "a.mp4: Decoder (codec vvc) not found for input stream #0:0")]
    [InlineData("Cannot determine format of input stream 0:0 after EOF", "a.mp4 is not a video: it has no picture that can be decoded")]
    public void Fault_translates_the_message(string line, string reason)
    {
        _errors.Add(line);
        Assert.Equal(reason, _errors.Fault.Text);
    }

    [Fact]
    public void The_most_specific_message_wins_and_not_the_last()
    {
        _errors.Add("[hls @ 0x55] Format not on whitelist 'mov,matroska'");
        _errors.Add("[concat @ 0x55] Impossible to open 'file:/a.mp4'");
        _errors.Add("pipe:0: Invalid data found when processing input");
        Assert.EndsWith("such as a playlist", _errors.Fault.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_option_of_the_operator_is_named()
    {
        _options.FfmpegInputOptions = "-no_such 1";
        _errors.Add("Unrecognized option 'no_such'.");
        Assert.Equal("FfmpegInputOptions has an option that this ffmpeg doesn't know: -no_such", _errors.Fault.Text);
    }
}
