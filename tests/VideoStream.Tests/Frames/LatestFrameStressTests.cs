using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames;

/// <summary>Many readers and a fast writer: no frame torn, freed or older than one before it, and nothing leaked.</summary>
public sealed class LatestFrameStressTests
{
    private const int Count = 20_000;
    private static readonly PictureSize Size = new(64, 48);

    private readonly FramePool _pool = new();
    private readonly LatestFrame _slot = new();

    [Fact]
    public async Task Readers_see_whole_frames_in_order_and_leak_nothing()
    {
        Task<int>[] readers =
        [
            .. Enumerable.Range(0, 3).Select(_ => Task.Run(Poll)),
            .. Enumerable.Range(0, 3).Select(_ => Task.Run(WaitAsync)),
        ];
        Task writer = Task.Run(Write, TestContext.Current.CancellationToken);

        await Limit.Within(writer);
        int[] seen = await Limit.Within(Task.WhenAll(readers));

        Assert.All(seen, count => Assert.InRange(count, 1, Count));
        Assert.Equal(1, _pool.Rented);
        _slot.Clear();
        Assert.Equal(0, _pool.Rented);
        _pool.Dispose();
    }

    private static byte Level(long number) => (byte)(number % 251);

    private void Write()
    {
        for (long number = 1; number <= Count; number++)
            _slot.Publish(TestFrames.Frame(_pool, number, Size, Level(number)));
    }

    private int Poll()
    {
        long last = 0;
        int seen = 0;
        while (last < Count)
        {
            Frame? frame = null;
            Limit.Until(() => _slot.TryTake(last, out frame));
            last = Check(frame!, last);
            seen++;
        }

        return seen;
    }

    private async Task<int> WaitAsync()
    {
        long last = 0;
        int seen = 0;
        while (last < Count)
        {
            last = Check(await _slot.TakeNewerAsync(last, TestContext.Current.CancellationToken), last);
            seen++;
        }

        return seen;
    }

    /// <summary>Compares twice, and lets others run in between: memory that is used again too early has changed by then.</summary>
    private static long Check(Frame frame, long last)
    {
        Assert.True(frame.Number > last);
        Assert.True(frame.Pixels().IsUniform(Level(frame.Number)));
        Thread.Yield();
        Assert.True(frame.Pixels().IsUniform(Level(frame.Number)));
        frame.Release();
        return frame.Number;
    }
}
