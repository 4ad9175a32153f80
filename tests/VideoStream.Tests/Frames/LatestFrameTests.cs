using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames;

public sealed class LatestFrameTests : IDisposable
{
    private static readonly PictureSize Size = new(16, 16);

    private readonly FramePool _pool = new();
    private readonly LatestFrame _slot = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void TryTake_from_an_empty_slot_has_nothing()
    {
        Assert.False(_slot.TryTake(0, out Frame? frame));
        Assert.Null(frame);
        Assert.Equal(default, _slot.Newest);
    }

    [Fact]
    public void TryTake_gives_the_newest_to_each_reader_that_has_not_seen_it()
    {
        Publish(1);
        Publish(2);

        Assert.True(_slot.TryTake(0, out Frame? one));
        Assert.True(_slot.TryTake(1, out Frame? other));
        Assert.False(_slot.TryTake(2, out _));
        Assert.Same(one, other);
        Assert.Equal(new FrameStamp(2, 2000), one.Stamp);
        Assert.Equal(one.Stamp, _slot.Newest);
        one.Release();
        other.Release();
    }

    [Fact]
    public void Publish_lets_go_of_the_frame_before_but_not_from_under_a_reader()
    {
        Publish(1);
        Assert.True(_slot.TryTake(0, out Frame? blocked));

        Publish(2);
        Publish(3);
        Assert.Equal(2, _pool.Rented);
        Assert.True(blocked.Pixels().IsUniform(1));

        blocked.Release();
        Assert.Equal(1, _pool.Rented);
    }

    [Fact]
    public void Clear_empties_the_slot_and_gives_the_memory_back()
    {
        Publish(1);

        _slot.Clear();
        _slot.Clear();

        Assert.False(_slot.TryTake(0, out _));
        Assert.Equal(default, _slot.Newest);
        Assert.Equal(0, _pool.Rented);
    }

    [Fact]
    public async Task TakeNewerAsync_when_one_is_there_returns_at_once()
    {
        Publish(1);
        ValueTask<Frame> taking = _slot.TakeNewerAsync(0, Cancellation);

        Assert.True(taking.IsCompletedSuccessfully);
        (await taking).Release();
    }

    [Fact]
    public async Task TakeNewerAsync_waits_for_one_that_the_reader_has_not_seen()
    {
        Publish(1);
        Task<Frame> taking = _slot.TakeNewerAsync(1, Cancellation).AsTask();
        Assert.False(taking.IsCompleted);

        Publish(2);

        Frame frame = await Limit.Within(taking);
        Assert.Equal(2, frame.Number);
        frame.Release();
    }

    [Fact]
    public async Task TakeNewerAsync_over_a_loss_of_the_camera_goes_on_waiting()
    {
        Publish(1);
        Task<Frame> taking = _slot.TakeNewerAsync(1, Cancellation).AsTask();

        _slot.Clear();
        Assert.False(taking.IsCompleted);
        Publish(2);

        Frame frame = await Limit.Within(taking);
        Assert.Equal(2, frame.Number);
        frame.Release();
    }

    [Fact]
    public async Task Publish_wakes_all_that_wait()
    {
        Task<Frame>[] taking = [.. Enumerable.Range(0, 5).Select(_ => _slot.TakeNewerAsync(0, Cancellation).AsTask())];

        Publish(1);

        foreach (Frame frame in await Limit.Within(Task.WhenAll(taking)))
            frame.Release();
        _slot.Clear();
        Assert.Equal(0, _pool.Rented);
    }

    [Fact]
    public async Task TakeNewerAsync_that_is_cancelled_takes_nothing()
    {
        using var cancel = new CancellationTokenSource();
        Task<Frame> taking = _slot.TakeNewerAsync(0, cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Limit.Within(taking));
        Publish(1);
        _slot.Clear();
        Assert.Equal(0, _pool.Rented);
    }

    private void Publish(long number) => _slot.Publish(TestFrames.Frame(_pool, number, Size, (byte)number));
}
