using Microsoft.Extensions.Time.Testing;
using VideoStream.Tests.Support;
using VideoStream.Transports.Snapshot;

namespace VideoStream.Tests.Transports.Snapshot;

public sealed class SnapshotSendsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly SnapshotSends _sends;

    public SnapshotSendsTests()
    {
        _sends = new SnapshotSends(_time);
    }

    [Fact]
    public async Task A_send_that_ends_in_time_is_not_cut()
    {
        bool isCut = false;
        await _sends.RunAsync(() => Task.CompletedTask, () => isCut = true);
        _time.Advance(SnapshotSends.LongestSend);
        Assert.Equal((false, 0), (isCut, _sends.Count));
    }

    [Fact]
    public async Task A_send_that_takes_too_long_is_cut()
    {
        var send = new TaskCompletionSource();
        Task running = _sends.RunAsync(() => send.Task, send.SetResult);
        _time.Advance(SnapshotSends.LongestSend - TimeSpan.FromMilliseconds(1));
        Assert.False(send.Task.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Limit.Within(running);
        Assert.Equal(0, _sends.Count);
    }

    [Fact]
    public async Task Above_the_number_the_oldest_is_cut_and_no_other()
    {
        static TaskCompletionSource Send() => new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource[] sends = [.. Enumerable.Range(0, SnapshotSends.AtOnce + 1).Select(_ => Send())];
        Task[] running = [.. sends.Select(send => _sends.RunAsync(() => send.Task, send.SetResult))];
        await Limit.Within(running[0]);
        Assert.Equal(SnapshotSends.AtOnce, _sends.Count);
        Assert.All(running.Skip(1), send => Assert.False(send.IsCompleted));

        foreach (TaskCompletionSource send in sends.Skip(1))
            send.SetResult();
        await Limit.Within(Task.WhenAll(running));
        Assert.Equal(0, _sends.Count);
    }

    [Fact]
    public async Task A_send_that_fails_counts_no_more()
    {
        await Assert.ThrowsAsync<IOException>(() => _sends.RunAsync(() => throw new IOException("gone"), () => { }));
        Assert.Equal(0, _sends.Count);
    }
}
