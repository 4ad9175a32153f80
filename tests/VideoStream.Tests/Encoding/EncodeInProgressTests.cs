using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding;

/// <summary>Frames and viewers that come or go while a frame is being encoded.</summary>
public sealed class EncodeInProgressTests : IAsyncDisposable
{
    private readonly CameraRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_frame_that_comes_while_the_one_before_is_being_encoded_is_encoded_next()
    {
        using TestViewer first = _rig.Watch();
        using TestViewer second = _rig.Watch();
        _rig.Publish();
        _rig.Time.Close();
        Assert.Null(first.TryTake());
        await _rig.Time.HeldAsync();
        _rig.Publish();
        _rig.Publish();
        Assert.Null(second.TryTake());
        _rig.Time.Open();

        Assert.Equal(1, await first.NextNumberAsync());
        Assert.InRange(await second.NextNumberAsync(), 1, 3);
        Assert.Equal(3, await first.NextNumberAsync());
    }

    [Fact]
    public async Task A_frame_that_comes_while_another_is_being_encoded_reaches_a_slower_viewer_that_waits_for_it()
    {
        using TestViewer fast = _rig.Watch();
        using TestViewer slow = _rig.Watch(rate: 5);
        _rig.Publish();
        await fast.NextNumberAsync();
        await slow.NextNumberAsync();
        _rig.Publish();
        _rig.Time.Close();
        Assert.Null(slow.TryTake());
        Assert.Null(fast.TryTake());
        await _rig.Time.HeldAsync();

        // The fast one does not ask again, and no other frame follows.
        _rig.Publish();
        _rig.Time.Open();

        Assert.Equal(3, await slow.NextNumberAsync());
    }

    [Fact]
    public async Task Viewers_that_leave_while_their_frame_is_being_encoded_leave_nothing_behind()
    {
        TestViewer[] viewers = [_rig.Watch(), _rig.Watch()];
        _rig.Publish();
        _rig.Time.Close();
        Assert.All(viewers, viewer => Assert.Null(viewer.TryTake()));
        await _rig.Time.HeldAsync();

        Assert.All(viewers, viewer => viewer.Dispose());
        Assert.Equal(0, _rig.Variants.Count);
        Assert.Equal(1, _rig.Camera.Pool.Rented);
        _rig.Publish();
        Assert.Equal(2, _rig.Camera.Pool.Rented);
        _rig.Time.Open();

        await _rig.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task A_viewer_that_comes_while_the_variant_of_those_that_left_is_still_being_encoded_is_served()
    {
        TestViewer gone = _rig.Watch();
        _rig.Publish();
        _rig.Time.Close();
        Assert.Null(gone.TryTake());
        await _rig.Time.HeldAsync();
        gone.Dispose();

        using TestViewer viewer = _rig.Watch();
        Assert.Null(viewer.TryTake());
        _rig.Time.Open();

        Assert.Equal(1, await viewer.NextNumberAsync());
    }
}
