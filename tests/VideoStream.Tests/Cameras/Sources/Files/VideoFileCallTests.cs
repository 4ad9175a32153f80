using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Cameras.Sources.Files;
using VideoStream.Configuration;

namespace VideoStream.Tests.Cameras.Sources.Files;

public sealed class VideoFileCallTests
{
    [Fact]
    public void Ffmpeg_reads_nothing_but_its_input_and_files()
    {
        string[] arguments = [.. Call("/films/a.mp4").Arguments];
        Assert.Equal("pipe,file", arguments[Array.IndexOf(arguments, "-protocol_whitelist") + 1]);
        Assert.Equal("pipe:0", arguments[Array.IndexOf(arguments, "-i") + 1]);
    }

    [Fact]
    public void The_file_itself_refers_to_no_other_file_or_address()
    {
        string[] options = Script(Call("/films/a.mp4", rounds: 1)).Split('\n');
        Assert.Contains("option protocol_whitelist file", options);
        Assert.Contains("option pattern_type none", options);
        string formats = Assert.Single(options, option => option.StartsWith("option format_whitelist ", StringComparison.Ordinal));
        string[] allowed = formats.Split(' ')[^1].Split(',');
        Assert.Contains("mov", allowed);
        Assert.Empty(allowed.Intersect(
            ["hls", "concat", "dash", "sdp", "rtsp", "rtp", "lavfi", "vapoursynth", "avisynth", "imf", "tee", "smoothstreaming", "mpl2"]));
    }

    [Fact]
    public void The_path_is_in_the_script_as_it_is()
    {
        FfmpegCall call = Call("/my films/-a %d: it's.mp4");
        Assert.Contains("\nfile 'file:/my films/-a %d: it'\\''s.mp4'\n", Script(call), StringComparison.Ordinal);
        Assert.DoesNotContain(call.Arguments, argument => argument.Contains("films", StringComparison.Ordinal));
    }

    [Fact]
    public void A_relative_path_begins_at_the_working_directory() =>
        Assert.Contains($"file 'file:{Path.GetFullPath("a.mp4")}'\n", Script(Call("a.mp4")), StringComparison.Ordinal);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_file_is_named_once_for_each_round(int rounds)
    {
        string script = Script(Call("/a.mp4", rounds: rounds));
        Assert.Equal(rounds, script.Split('\n').Count(line => line == "file 'file:/a.mp4'"));
    }

    [Fact]
    public void Frames_pass_when_they_are_due()
    {
        string[] arguments = [.. Call("/a.mp4").Arguments];
        string filters = arguments[Array.IndexOf(arguments, "-vf") + 1];
        Assert.Matches("^setpts='[^']+',realtime=limit=10,format=", filters);
    }

    [Fact]
    public void Configured_options_precede_the_input()
    {
        string[] arguments = [.. Call("/a.mp4", new CameraOptions { FfmpegInputOptions = "-hwaccel vaapi" }).Arguments];
        int at = Array.IndexOf(arguments, "-hwaccel");
        Assert.Equal(["-hwaccel", "vaapi", "-i"], arguments[at..(at + 3)]);
    }

    private static string Script(FfmpegCall call) => string.Concat(call.Script);

    private static FfmpegCall Call(string path, CameraOptions? options = null, int rounds = 2) =>
        VideoFileCall.Create(path, rounds, options ?? new CameraOptions(), FfmpegVersion.Unknown);
}
