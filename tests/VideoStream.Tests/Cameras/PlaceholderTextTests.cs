using VideoStream.Cameras;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

public sealed class PlaceholderTextTests
{
    private readonly SettableTime _time = new(TestFrames.CapturedAt);

    [Fact]
    public void Lines_have_the_fault_its_duration_and_the_next_try()
    {
        long start = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(42));
        long now = _time.GetTimestamp();
        Assert.Equal(["starting"], Lines(new CameraStatus(CameraState.Connecting, null, now, now)));
        Assert.Equal(["starting"], Lines(new CameraStatus(CameraState.Idle, null, now)));
        Assert.Equal(
            ["unplugged", "for 42 s", "next try in 8 s"],
            Lines(new CameraStatus(CameraState.Lost, Faults.Of("unplugged"), now, start, now + _time.Ticks(TimeSpan.FromSeconds(8)))));
        Assert.Equal(
            ["unplugged", "for 42 s", "trying again"], Lines(new CameraStatus(CameraState.Lost, Faults.Of("unplugged"), now, start, now)));
        Assert.Equal(
            ["unplugged", "for 42 s", "trying again now"],
            Lines(new CameraStatus(CameraState.Connecting, Faults.Of("unplugged"), now, start)));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(-1 / 24.0)]
    public void A_clock_that_is_set_does_not_change_them(double days)
    {
        long start = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(5));
        long next = _time.GetTimestamp() + _time.Ticks(TimeSpan.FromSeconds(8));
        _time.SetClock(_time.GetUtcNow().AddDays(days));
        Assert.Equal(
            ["unplugged", "for 5 s", "next try in 8 s"],
            Lines(new CameraStatus(CameraState.Lost, Faults.Of("unplugged"), start, start, next)));
    }

    [Theory]
    [InlineData(0.2, "for 1 s")]
    [InlineData(99, "for 99 s")]
    [InlineData(300, "for 5 min")]
    [InlineData(5999, "for 100 min")]
    [InlineData(7200, "for 2 h")]
    public void Durations_have_one_unit(double seconds, string line)
    {
        long start = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(line, Lines(new CameraStatus(CameraState.Stalled, Faults.Of("stalled"), start, start))[1]);
    }

    [Theory]
    [InlineData("short", new[] { "short" })]
    [InlineData("no such device", new[] { "no such", "device" })]
    [InlineData("/dev/videos/front", new[] { "/dev/video", "s/front" })]
    [InlineData("für Öl\n", new[] { "für Öl?" })]
    [InlineData("123456789\U0001F6AA0", new[] { "123456789", "\U0001F6AA0" })]
    [InlineData("  ", new string[0])]
    public void Wrap_breaks_at_spaces_if_it_can_and_not_within_a_character(string text, string[] lines)
    {
        Assert.Equal(lines, PlaceholderText.Wrap(text, maxLength: 10));
    }

    [Fact]
    public void ToAscii_replaces_what_the_small_font_lacks() => Assert.Equal("f?r ~ ??", PlaceholderText.ToAscii("für ~ \n門"));

    private string[] Lines(CameraStatus status) => [.. PlaceholderText.Lines(status, _time)];
}
