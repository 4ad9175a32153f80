using OpenCvSharp;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources;

public sealed class TestPatternReaderTests : IDisposable
{
    private readonly ObservedTime _time = new();
    private readonly CameraOptions _options = new() { Width = 320, Height = 180 };
    private readonly TestPatternReader _pattern;

    public TestPatternReaderTests()
    {
        _pattern = new TestPatternReader(_options, _time);
    }

    public void Dispose() => _pattern.Close();

    [Fact]
    public void Each_frame_differs_from_the_one_before_in_its_number_and_its_ball()
    {
        Assert.True(_pattern.Open(TestContext.Current.CancellationToken).IsOk);
        using Mat before = Frame(1, default);
        for (int number = 2; number <= 20; number++)
        {
            using Mat frame = Frame(number, default);
            Assert.NotEqual(default, TestFrames.Difference(Top(before), Top(frame)));
            Assert.NotEqual(default, TestFrames.Difference(Bottom(before), Bottom(frame)));
            frame.CopyTo(before);
        }
    }

    [Fact]
    public void The_clock_runs()
    {
        _pattern.Open(TestContext.Current.CancellationToken);
        using Mat one = Frame(1, TestFrames.CapturedAt);
        using Mat other = Frame(1, TestFrames.CapturedAt.AddMilliseconds(1));
        using Mat same = Frame(1, TestFrames.CapturedAt);

        Assert.NotEqual(default, TestFrames.Difference(one, other));
        Assert.Equal(default, TestFrames.Difference(one, same));
    }

    [Theory]
    [InlineData(16, 16)]
    [InlineData(1280, 720)]
    [InlineData(16, 2000)]
    [InlineData(2000, 16)]
    public void The_pattern_has_any_configured_size(int width, int height)
    {
        using var pattern = new TestPatternReader(new CameraOptions { Width = width, Height = height }, _time);
        pattern.Open(TestContext.Current.CancellationToken);
        using var frame = new PixelPlanes();
        for (long number = 1; number < 1_000_000_000_000; number *= 7)
            Assert.True(TestFrames.Retrieve(pattern, frame, new CaptureStamp(number, 0, TestFrames.CapturedAt)));
        Assert.Equal((new PictureSize(width, height), ChromaSubsampling.Yuv420), (frame.Size, frame.Subsampling));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(12.5)]
    [InlineData(240)]
    public async Task The_pattern_has_exactly_the_configured_rate(double rate)
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

    private static Mat Top(Mat frame) => frame[new Rect(0, 0, frame.Width, frame.Height * 6 / 10)];

    private static Mat Bottom(Mat frame) => frame[new Rect(0, frame.Height * 7 / 10, frame.Width, frame.Height * 3 / 10)];

    private Mat Frame(long number, DateTimeOffset at)
    {
        using var frame = new PixelPlanes();
        Assert.True(TestFrames.Retrieve(_pattern, frame, new CaptureStamp(number, 0, at)));
        return frame.ToMat();
    }
}
