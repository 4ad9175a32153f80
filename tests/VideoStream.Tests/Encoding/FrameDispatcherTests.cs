using VideoStream.Encoding;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding;

/// <summary>The loop between a camera and its variants.</summary>
public sealed class FrameDispatcherTests : IAsyncDisposable
{
    private readonly CameraRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Frames_that_come_while_one_is_dispatched_are_skipped_but_for_the_newest()
    {
        using var reached = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var numbers = new List<long>();
        _rig.Reader.IsJpeg = true;
        VariantSubscription subscription = null!;
        var consumer = new TestConsumer
        {
            Answer = frame =>
            {
                numbers.Add(frame.Stamp.Number);
                subscription.TryTake(CameraRig.Plain, 240, frame, out var taken);
                taken?.Release();
                reached.Release();
                return goOn.Wait(TimeSpan.FromSeconds(30), CancellationToken.None);
            },
        };
        using (subscription = new VariantSubscription(_rig.Variants, consumer, _rig.Time))
        {
            Assert.False(subscription.TryTake(CameraRig.Plain, 240, null, out _));
            _rig.Publish();
            Assert.True(await reached.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
            for (int i = 0; i < 3; i++)
                _rig.Publish();
            Assert.Equal(0, _rig.Dispatcher.Dispatched);
            Assert.True(_rig.Dispatcher.HasWork);
            goOn.Release(2);
            Limit.Until(() => _rig.Dispatcher.Dispatched == 4);
            Assert.False(_rig.Dispatcher.HasWork);
            Assert.True(await reached.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        }

        Assert.Equal([1, 4], numbers);
    }

    [Fact]
    public async Task A_loop_that_is_started_again_continues_with_the_next_frame()
    {
        await using var rig = new CameraRig();
        var dispatcher = new FrameDispatcher(rig.Variants, new ListLogger<FrameDispatcher>());
        for (int number = 1; number <= 3; number++)
        {
            using var stop = new CancellationTokenSource();
            Task loop = dispatcher.RunAsync(stop.Token);
            rig.Publish();
            int expected = number;
            Limit.Until(() => dispatcher.Dispatched == expected);
            await stop.CancelAsync();
            await Limit.Within(loop);
        }
    }
}
