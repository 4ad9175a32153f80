using OpenCvSharp;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources;

public sealed class TestPatternTests : IDisposable
{
    private readonly ObservedTime _time = new();
    private readonly CameraOptions _options = new() { Width = 320, Height = 180 };
    private readonly TestPattern _pattern;

    public TestPatternTests()
    {
        _pattern = new TestPattern(_options, _time);
    }

    public void Dispose() => _pattern.Close();

    [Fact]
    public void Each_picture_differs_from_the_one_before_in_its_number_and_its_ball()
    {
        Assert.True(_pattern.Open(TestContext.Current.CancellationToken).IsOk);
        using Mat before = Picture(1, default);
        for (int number = 2; number <= 20; number++)
        {
            using Mat picture = Picture(number, default);
            Assert.NotEqual(default, Pictures.Difference(Top(before), Top(picture)));
            Assert.NotEqual(default, Pictures.Difference(Bottom(before), Bottom(picture)));
            picture.CopyTo(before);
        }
    }

    [Fact]
    public void The_clock_runs()
    {
        _pattern.Open(TestContext.Current.CancellationToken);
        using Mat one = Picture(1, Pictures.CapturedAt);
        using Mat other = Picture(1, Pictures.CapturedAt.AddMilliseconds(1));
        using Mat same = Picture(1, Pictures.CapturedAt);

        Assert.NotEqual(default, Pictures.Difference(one, other));
        Assert.Equal(default, Pictures.Difference(one, same));
    }

    [Theory]
    [InlineData(16, 16)]
    [InlineData(1280, 720)]
    [InlineData(16, 2000)]
    [InlineData(2000, 16)]
    public void It_has_any_size_that_is_asked_for(int width, int height)
    {
        using var pattern = new TestPattern(new CameraOptions { Width = width, Height = height }, _time);
        pattern.Open(TestContext.Current.CancellationToken);
        using var picture = new Mat();
        for (long number = 1; number < 1_000_000_000_000; number *= 7)
            Assert.True(Pictures.Retrieve(pattern, picture, new CaptureStamp(number, 0, Pictures.CapturedAt)));
        Assert.Equal((width, height, MatType.CV_8UC3), (picture.Width, picture.Height, picture.Type()));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(12.5)]
    [InlineData(240)]
    public async Task It_has_exactly_the_rate_that_is_asked_for(double rate)
    {
        _options.FrameRate = rate;
        _pattern.Open(TestContext.Current.CancellationToken);
        long started = _time.GetTimestamp();

        await _time.RunAsync(() =>
        {
            for (int i = 0; i <= rate * 4; i++)
                Assert.True(_pattern.Grab(TestContext.Current.CancellationToken).IsOk);
        });

        Assert.Equal(4000, _time.GetElapsedTime(started).TotalMilliseconds, 1.0);
    }

    private static Mat Top(Mat picture) => picture[new Rect(0, 0, picture.Width, picture.Height * 6 / 10)];

    private static Mat Bottom(Mat picture) => picture[new Rect(0, picture.Height * 7 / 10, picture.Width, picture.Height * 3 / 10)];

    private Mat Picture(long number, DateTimeOffset at)
    {
        var picture = new Mat();
        Assert.True(Pictures.Retrieve(_pattern, picture, new CaptureStamp(number, 0, at)));
        return picture;
    }
}
