using VideoStream.Cameras;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

public sealed class PlaceholderTextTests
{
    [Fact]
    public void Lines_have_the_fault_its_duration_and_the_next_try()
    {
        DateTimeOffset now = TestFrames.CapturedAt.AddSeconds(42);
        Assert.Equal(["starting"], Lines(new CameraStatus(CameraState.Connecting, null, now, now), now));
        Assert.Equal(["starting"], Lines(new CameraStatus(CameraState.Idle, null, now), now));
        Assert.Equal(
            ["unplugged", "for 42 s", "next try in 8 s"],
            Lines(new CameraStatus(CameraState.Lost, Faults.Of("unplugged"), now, TestFrames.CapturedAt, now.AddSeconds(8)), now));
        Assert.Equal(
            ["unplugged", "for 42 s", "trying again"],
            Lines(new CameraStatus(CameraState.Lost, Faults.Of("unplugged"), now, TestFrames.CapturedAt, now), now));
        Assert.Equal(
            ["unplugged", "for 42 s", "trying again now"],
            Lines(new CameraStatus(CameraState.Connecting, Faults.Of("unplugged"), now, TestFrames.CapturedAt), now));
        Assert.Equal(
            ["stalled", "for 5 min"],
            Lines(new CameraStatus(CameraState.Stalled, Faults.Of("stalled"), now, now.AddMinutes(-5)), now));
    }

    [Theory]
    [InlineData(0.2, "for 1 s")]
    [InlineData(99, "for 99 s")]
    [InlineData(5999, "for 100 min")]
    [InlineData(7200, "for 2 h")]
    public void Durations_have_one_unit(double seconds, string line)
    {
        DateTimeOffset now = TestFrames.CapturedAt;
        Assert.Equal(line, Lines(new CameraStatus(CameraState.Stalled, Faults.Of("stalled"), now, now.AddSeconds(-seconds)), now)[1]);
    }

    [Theory]
    [InlineData("short", new[] { "short" })]
    [InlineData("no such device", new[] { "no such", "device" })]
    [InlineData("/dev/videos/front", new[] { "/dev/video", "s/front" })]
    [InlineData("für Öl\n", new[] { "f?r ?l?" })]
    [InlineData("  ", new string[0])]
    public void Wrap_breaks_at_spaces_if_it_can_and_keeps_ASCII_only(string text, string[] lines)
    {
        Assert.Equal(lines, PlaceholderText.Wrap(text, maxLength: 10));
    }

    private static string[] Lines(CameraStatus status, DateTimeOffset now) => [.. PlaceholderText.Lines(status, now)];
}
