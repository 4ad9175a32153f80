using VideoStream.Encoding;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding;

/// <summary>What a viewer gets of a camera whose frames don't change.</summary>
public sealed class StillFrameTests : IAsyncDisposable
{
    private readonly CameraRig _rig = new();

    public StillFrameTests() => _rig.Reader.Still = 100;

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_frame_that_does_not_change_comes_once_a_second_and_is_encoded_once()
    {
        using TestViewer viewer = _rig.Watch();
        var numbers = new List<long>();
        for (int i = 0; i < 100; i++)
        {
            _rig.Publish();
            if (viewer.Subscription.Wants(_rig.Camera.Frames.Newest) || numbers.Count == 0)
                numbers.Add(await viewer.NextNumberAsync());
            Assert.Null(viewer.TryTake());
            Assert.False(viewer.Subscription.IsBehind);
        }

        Assert.Equal([1, 31, 61, 91], numbers);
        Assert.Equal(0, viewer.Subscription.Skipped);
        Assert.Equal(1, _rig.FinishEncodes());
        Assert.Equal(3, _rig.Variants.Statistics.Duplicates);
    }

    [Fact]
    public async Task A_frame_that_changes_comes_at_once_and_only_those_that_were_missed_count_as_skipped()
    {
        using TestViewer viewer = _rig.Watch();
        _rig.Publish();
        await viewer.NextNumberAsync();
        for (int i = 0; i < 20; i++)
            _rig.Publish();
        Assert.Null(viewer.TryTake());

        _rig.Reader.Still = 101;
        _rig.Publish();
        Assert.Equal(22, await viewer.NextNumberAsync());
        Assert.Equal(0, viewer.Subscription.Skipped);

        _rig.Reader.Still = null;
        for (int i = 0; i < 4; i++)
            _rig.Publish();
        Assert.Equal(26, await viewer.NextNumberAsync());
        Assert.Equal(3, viewer.Subscription.Skipped);
    }

    [Fact]
    public async Task A_still_frame_with_the_time_on_it_is_another_one_each_time()
    {
        using TestViewer viewer = _rig.Watch(CameraRig.Plain with { Osd = true });
        for (long number = 1; number <= 5; number++)
        {
            _rig.Publish();
            Assert.Equal(number, await viewer.NextNumberAsync());
        }

        for (int i = 0; i < 3; i++)
            _rig.Publish();
        Assert.Equal(8, await viewer.NextNumberAsync());
        Assert.Equal(2, viewer.Subscription.Skipped);
    }

    [Fact]
    public async Task A_viewer_with_the_time_on_its_frames_has_no_still_picture()
    {
        using TestViewer plain = _rig.Watch(), timed = _rig.Watch(CameraRig.Plain with { Osd = true });
        for (int i = 0; i < 2; i++)
        {
            _rig.Publish();
            await timed.NextNumberAsync();
        }

        Assert.True(plain.Subscription.IsStill);
        Assert.False(timed.Subscription.IsStill);
    }

    [Fact]
    public async Task A_still_frame_comes_at_once_in_another_variant_and_after_a_pause()
    {
        using TestViewer viewer = _rig.Watch();
        _rig.Publish();
        await viewer.NextNumberAsync();

        viewer.Variant = CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(40) };
        _rig.Publish();
        Assert.Equal(2, await viewer.NextNumberAsync());

        viewer.Subscription.Pause();
        _rig.Publish();
        Assert.Equal(3, await viewer.NextNumberAsync());
        Assert.Equal(0, viewer.Subscription.Skipped);
    }
}
