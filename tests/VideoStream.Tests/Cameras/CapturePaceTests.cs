using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

public sealed class CapturePaceTests
{
    private readonly FakeTimeProvider _time = new(TestFrames.CapturedAt);
    private readonly CapturePace _pace;

    public CapturePaceTests() => _pace = new CapturePace(_time);

    [Fact]
    public async Task After_a_burst_each_frame_waits_for_its_time()
    {
        for (int i = 0; i < CapturePace.Burst; i++)
            _pace.Count(CancellationToken.None);

        const int more = 10;
        long started = _time.GetTimestamp();
        Task late = OwnThread.Run(() =>
        {
            for (int i = 0; i < more; i++)
                _pace.Count(CancellationToken.None);
        });
        while (!late.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        await Limit.Within(late);
        Assert.True(_time.GetElapsedTime(started) >= CapturePace.Interval * more);
    }

    [Fact]
    public async Task The_fastest_camera_that_can_be_configured_never_waits()
    {
        // A wait would never end.
        await Limit.Within(OwnThread.Run(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                _pace.Count(CancellationToken.None);
                _time.Advance(TimeSpan.FromSeconds(1) / 240);
            }
        }));
    }

    [Fact]
    public void A_wait_ends_when_the_connection_is_given_up()
    {
        for (int i = 0; i < CapturePace.Burst; i++)
            _pace.Count(CancellationToken.None);
        Assert.ThrowsAny<OperationCanceledException>(() => _pace.Count(new CancellationToken(canceled: true)));
    }
}
