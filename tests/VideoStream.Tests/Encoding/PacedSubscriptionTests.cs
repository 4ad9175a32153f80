using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding;

/// <summary>How many frames a viewer gets that asks for few, or pauses.</summary>
public sealed class PacedSubscriptionTests : IAsyncDisposable
{
    private readonly CameraRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_viewer_of_a_frame_in_twenty_seconds_gets_one_in_twenty_seconds()
    {
        const int Interval = 20 * 30;
        using TestViewer viewer = _rig.Watch(rate: 0.05);
        var numbers = new List<long>();
        for (int i = 0; i < 3 * Interval; i++)
        {
            _rig.PublishAndDispatch();
            if (viewer.Subscription.Wants(_rig.Camera.Frames.Newest) || numbers.Count == 0)
                numbers.Add(await viewer.NextNumberAsync());
            Assert.Null(viewer.TryTake());
        }

        // The first at once. The schedule's start may move by a part of an interval.
        Assert.InRange(numbers.Count, 3, 4);
        Assert.All(numbers.Skip(2).Zip(numbers.Skip(1)), pair => Assert.Equal(Interval, pair.First - pair.Second));
        Assert.Equal(numbers.Count, _rig.FinishEncodes());
    }

    [Fact]
    public async Task A_viewer_of_ten_a_second_gets_every_third_frame()
    {
        using TestViewer viewer = _rig.Watch(rate: 10);
        var numbers = new List<long>();
        for (int i = 0; i < 30; i++)
        {
            _rig.PublishAndDispatch();
            // The subscription is woken only for a frame that it wants.
            if (viewer.Subscription.Wants(_rig.Camera.Frames.Newest) || numbers.Count == 0)
                numbers.Add(await viewer.NextNumberAsync());
            Assert.Null(viewer.TryTake());
        }

        Assert.InRange(numbers.Count, 10, 11);
        Assert.All(numbers.Skip(2).Zip(numbers.Skip(1)), pair => Assert.Equal(3, pair.First - pair.Second));
        Assert.Equal(numbers.Count, _rig.FinishEncodes());
    }

    [Fact]
    public async Task A_viewer_that_pauses_gets_the_newest_frame_afterwards_and_has_skipped_nothing()
    {
        using TestViewer viewer = _rig.Watch();
        _rig.Publish();
        await viewer.NextNumberAsync();

        viewer.Subscription.Pause();
        Assert.Equal(0, _rig.Variants.Count);
        for (int i = 0; i < 9; i++)
            _rig.Publish();

        Assert.Equal(10, await viewer.NextNumberAsync());
        Assert.Equal(0, viewer.Subscription.Skipped);
    }

    [Fact]
    public async Task A_viewer_that_pauses_and_goes_on_does_not_get_the_same_frame_again()
    {
        using TestViewer viewer = _rig.Watch();
        _rig.Publish();
        await viewer.NextNumberAsync();

        viewer.Subscription.Pause();
        Assert.Null(viewer.TryTake());
        _rig.PublishAndDispatch();

        Assert.Equal(2, await viewer.NextNumberAsync());
        viewer.Dispose();
        Assert.Equal(2, _rig.FinishEncodes());
    }
}
