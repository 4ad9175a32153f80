using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Configuration;
using VideoStream.Encoding.H264.Ffmpeg;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding.H264.Ffmpeg;

/// <summary>A child that dies, hangs, can't start or sends something else.</summary>
[Collection(Alone.Name)]
[Slow]
public sealed class ChildFailureTests
{
    private static readonly PictureSize Size = new(322, 182);

    public ChildFailureTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sends signals");
        Assert.SkipUnless(EncoderTrial.Problem(ChildCoder.X264) is null, "there is no ffmpeg with libx264");
    }

    [Fact]
    public async Task After_a_child_that_was_killed_another_one_goes_on_with_a_key_frame_and_one_line_says_so()
    {
        using var video = new ChildVideo(Size);
        video.Encode(10);
        int killed = video.Process;
        Signal("KILL", killed);

        EncodedUnit first = video.Recover(10);

        Assert.True(first.IsKeyFrame);
        Assert.NotEqual(killed, video.Process);
        List<EncodedUnit> units = [first, .. video.Encode(10, from: 500)];
        Assert.Equal(11 * Size.Width * Size.Height * 3 / 2, FfmpegDecoder.Planes(EncodedVideo.Join(units)).Length);
        var (level, message) = await video.Log.NextAsync();
        Assert.Equal(LogLevel.Warning, level);
        Assert.Equal("Encoder libx264 of camera front failed: ffmpeg ended (137). Starting another one.", message);
        Assert.Empty(video.Log.Rest());
        Assert.Equal((1, null), (video.Failures.Count, video.Failures.Problem));
    }

    /// <summary>With room for more pictures, which it would read if it did not hang.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_child_that_hangs_is_killed_and_nobody_waits_for_it(bool hasMoreRoom)
    {
        using var video = new ChildVideo(
            new(1280, 720), coder: hasMoreRoom ? new ChildCoder(H264EncoderKind.X264, "libx264") : ChildCoder.X264);
        video.Encode(10);
        int hung = video.Process;
        Signal("STOP", hung);

        // Larger than a pipe, so that its write blocks. The caller gets back at once, and then there is no room.
        video.Submit(10);
        Assert.False(video.Encoder.HasRoom);
        EncodedUnit first = video.Recover(11);

        Assert.True(first.IsKeyFrame);
        Assert.NotEqual(hung, video.Process);
        Limit.Until(() => !Directory.Exists(ProcOf(hung)));
        Assert.Contains("no answer within 1 s", (await video.Log.NextAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_encoder_that_can_not_work_is_logged_once_with_the_reason_and_tried_less_and_less()
    {
        var time = new FakeTimeProvider();
        using var video = new ChildVideo(Size, coder: new ChildCoder(H264EncoderKind.V4l2M2m, "libnothing"), time: time);
        // The first two follow each other at once.
        Fail(video);
        Fail(video);
        foreach (int seconds in (int[])[1, 2, 4, 8, 16, 30, 30])
        {
            time.Advance(TimeSpan.FromSeconds(seconds - 0.001));
            Assert.False(video.Encoder.HasRoom);
            time.Advance(TimeSpan.FromSeconds(0.001));
            Fail(video);
        }

        Assert.Equal(
            "Encoder libnothing of camera front failed: Unknown encoder 'libnothing'. Starting another one.",
            (await video.Log.NextAsync()).Message);
        Assert.Empty(video.Log.Rest());
        Assert.Equal(0, video.Waiting);
        Assert.Equal((9, "libnothing: Unknown encoder 'libnothing'"), (video.Failures.Count, video.Failures.Problem));
    }

    [Fact]
    public void A_trial_says_in_words_why_an_encoder_does_not_work()
    {
        Assert.Equal(
            "ffmpeg's encoder libnothing does not work here: Unknown encoder 'libnothing'",
            EncoderTrial.Problem(new ChildCoder(H264EncoderKind.V4l2M2m, "libnothing")));
        if (!File.Exists(ChildCoder.RenderDevice))
            Assert.StartsWith("no such device: /dev/dri/renderD128", EncoderTrial.Problem(ChildCoder.Vaapi), StringComparison.Ordinal);
        if (!File.Exists("/dev/video11"))
        {
            Assert.StartsWith(
                "ffmpeg's encoder h264_v4l2m2m does not work here: ", EncoderTrial.Problem(ChildCoder.V4l2), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Nothing_is_left_of_a_hundred_encoders_however_they_end()
    {
        Round(0);
        var before = Counts();
        for (int i = 0; i < 100; i++)
            Round(i);

        Limit.Until(() => Counts() is var after && after.Children <= before.Children && after.Threads <= before.Threads + 12
            && after.Handles <= before.Handles + 30);
    }

    /// <summary>Starts a child, and returns when it has failed.</summary>
    private static void Fail(ChildVideo video)
    {
        long before = video.Failures.Count;
        video.Submit(0);
        Limit.Until(() => video.Failures.Count > before);
    }

    private static void Round(int index)
    {
        using var video = new ChildVideo(new(64, 64));
        video.Submit(0);
        if (index % 5 > 0)
            video.Next();
        if (index % 5 == 2)
            Signal("KILL", video.Process);
        if (index % 5 == 3)
            Signal("STOP", video.Process);
        if (index % 5 == 4)
            video.Submit(1);
    }

    private static (int Children, int Threads, int Handles) Counts()
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        int children = Directory.GetDirectories("/proc")
            .Count(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int process) && IsChild(process));
        return (children, self.Threads.Count, self.HandleCount);
    }

    private static bool IsChild(int process)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture) == Environment.ProcessId
                && File.ReadAllText($"/proc/{process}/cmdline").StartsWith("ffmpeg", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string ProcOf(int process) => "/proc/" + process.ToString(CultureInfo.InvariantCulture);

    private static void Signal(string name, int process)
    {
        using Process kill = System.Diagnostics.Process.Start("kill", ["-" + name, process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
