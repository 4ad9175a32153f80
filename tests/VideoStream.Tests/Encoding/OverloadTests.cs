using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding;

/// <summary>Which viewers count as limited by the server while a variant takes too long to encode, and until when.</summary>
public sealed class OverloadTests : IAsyncDisposable
{
    private static readonly Variant Coarse = CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(20) };

    private readonly CameraRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_variant_whose_encodes_take_longer_than_frames_do_is_overloaded()
    {
        using TestViewer viewer = _rig.Watch();
        await EncodeSlowlyAsync(_rig, viewer);
        Assert.True(viewer.Subscription.IsOverloaded);
    }

    [Fact]
    public async Task One_slow_encode_is_no_overload()
    {
        using TestViewer viewer = _rig.Watch();
        await EncodeSlowlyAsync(_rig, viewer, frames: 1);
        Assert.False(viewer.Subscription.IsOverloaded);
    }

    [Fact]
    public async Task Another_camera_and_another_variant_are_not_overloaded()
    {
        await using var other = new CameraRig(machine: _rig);
        using TestViewer beside = other.Watch(), slow = _rig.Watch(), coarse = _rig.Watch(Coarse);
        await ShowAsync(other, beside);
        await ShowAsync(_rig, coarse);
        await EncodeSlowlyAsync(_rig, slow);

        Assert.Equal([true, false, false], new[] { slow, coarse, beside }.Select(viewer => viewer.Subscription.IsOverloaded));
    }

    [Fact]
    public async Task A_camera_s_own_frames_are_not_overloaded_by_an_encode_of_the_same_camera()
    {
        _rig.Reader.IsJpeg = true;
        using TestViewer own = _rig.Watch(), slow = _rig.Watch(Coarse);
        await ShowAsync(_rig, own);
        await EncodeSlowlyAsync(_rig, slow);

        Assert.True(slow.Subscription.IsOverloaded);
        Assert.False(own.Subscription.IsOverloaded);
    }

    [Fact]
    public async Task An_overload_ends_when_nothing_was_encoded_for_long()
    {
        using TestViewer stays = _rig.Watch();
        await EncodeSlowlyAsync(_rig, stays);
        _rig.Time.Advance(LatencyAverage.Lifetime - TimeSpan.FromMilliseconds(1));
        Assert.True(stays.Subscription.IsOverloaded);
        _rig.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(stays.Subscription.IsOverloaded);
    }

    [Fact]
    public async Task A_dispatcher_that_got_frames_late_does_not_count_when_no_frame_came_for_long()
    {
        using var reached = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        _rig.Reader.IsJpeg = true;
        using var feed = new VariantSubscription(_rig.Variants, new OfferedFrames(Wake), _rig.Time);
        Assert.False(feed.TryTake(CameraRig.Plain, 30, null, out _));
        _rig.Publish();
        for (int i = 0; i < 20; i++)
        {
            Assert.True(await reached.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
            Assert.True(feed.TryTake(CameraRig.Plain, 30, null, out EncodedFrame? frame));
            frame.Release();
            Assert.False(feed.TryTake(CameraRig.Plain, 30, null, out _));
            _rig.Publish();
            _rig.Time.Advance(TimeSpan.FromSeconds(0.1));
            goOn.Release();
        }

        Assert.True(await reached.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.True(feed.IsOverloaded);
        _rig.Time.Advance(LatencyAverage.Lifetime);
        Assert.False(feed.IsOverloaded);
        goOn.Release();

        void Wake()
        {
            reached.Release();
            goOn.Wait(TimeSpan.FromSeconds(30));
        }
    }

    private static async Task ShowAsync(CameraRig rig, TestViewer viewer)
    {
        for (int i = 0; i < 10; i++)
        {
            Assert.Null(viewer.TryTake());
            rig.PublishAndDispatch();
            (await viewer.NextAsync()).Release();
        }
    }

    /// <summary>The camera takes a frame in 33 ms, or in 233 ms while one is encoded, for 200 ms.</summary>
    private static async Task EncodeSlowlyAsync(CameraRig rig, TestViewer viewer, int frames = 20)
    {
        for (int i = 0; i < frames; i++)
        {
            for (int n = 0; n < 4; n++)
                rig.PublishAndDispatch();
            rig.Time.Close();
            Assert.Null(viewer.TryTake());
            await rig.Time.HeldAsync();
            rig.Time.Advance(TimeSpan.FromSeconds(0.2));
            rig.Time.Open();
            (await viewer.NextAsync()).Release();
        }
    }
}
