using VideoStream.Cameras;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding;

/// <summary>What one viewer gets to see.</summary>
public sealed class VariantSubscriptionTests : IAsyncDisposable
{
    private readonly CameraRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_viewer_gets_each_frame_once()
    {
        using TestViewer viewer = _rig.Watch();
        for (long number = 1; number <= 20; number++)
        {
            Assert.Null(viewer.TryTake());
            _rig.Publish();
            Assert.Equal(number, await viewer.NextNumberAsync());
        }

        Assert.Null(viewer.TryTake());
        Assert.Equal(0, viewer.Subscription.Skipped);
    }

    [Fact]
    public async Task A_viewer_that_comes_late_gets_the_newest_frame_and_the_rest_is_counted_as_skipped()
    {
        using TestViewer viewer = _rig.Watch();
        _rig.Publish();
        Assert.Equal(1, await viewer.NextNumberAsync());

        for (int i = 0; i < 4; i++)
            _rig.Publish();

        Assert.Equal(5, await viewer.NextNumberAsync());
        Assert.Equal(3, viewer.Subscription.Skipped);
    }

    [Fact]
    public async Task A_change_of_quality_takes_effect_with_the_next_frame()
    {
        using TestViewer viewer = _rig.Watch();
        _rig.Publish();
        await viewer.NextNumberAsync();

        viewer.Variant = CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(10) };
        Assert.Null(viewer.TryTake());
        Assert.Equal(1, _rig.Variants.Count);
        _rig.Publish();
        EncodedFrame frame = await viewer.NextAsync();

        Assert.Equal((2, 10), (frame.Stamp.Number, frame.Quality));
        frame.Release();
    }

    [Fact]
    public async Task A_box_that_was_asked_for_before_the_first_frame_is_kept_to()
    {
        using TestViewer viewer = _rig.Watch(CameraRig.Plain with { MaxSize = new PictureSize(32, 32) });
        Assert.Null(viewer.TryTake());
        _rig.Publish();

        EncodedFrame frame = await viewer.NextAsync();

        Assert.Equal(new PictureSize(32, 24), frame.Size);
        Assert.Equal(1, _rig.Variants.Count);
        frame.Release();
    }

    [Fact]
    public async Task A_camera_that_changes_its_size_changes_the_frame_that_fits_the_box()
    {
        using TestViewer viewer = _rig.Watch(CameraRig.Plain with { MaxSize = new PictureSize(32, 32) });
        _rig.Publish();
        await viewer.NextNumberAsync();

        _rig.Reader.Size = new PictureSize(48, 64);
        _rig.Publish();
        EncodedFrame frame = await viewer.NextAsync();

        Assert.Equal(new PictureSize(24, 32), frame.Size);
        frame.Release();
    }

    [Fact]
    public async Task A_new_viewer_of_a_lost_camera_gets_no_frame_until_the_camera_is_back()
    {
        using TestViewer old = _rig.Watch();
        _rig.Publish();
        await old.NextNumberAsync();

        _rig.Camera.SetStatus(CameraState.Lost, Faults.Of("unplugged"));
        using TestViewer viewer = _rig.Watch();
        Assert.Null(viewer.TryTake());
        _rig.Connect();
        _rig.Publish();

        Assert.Equal(2, await viewer.NextNumberAsync());
        Assert.Equal(2, await old.NextNumberAsync());
    }

    [Fact]
    public async Task A_new_viewer_gets_no_frame_that_was_being_encoded_when_the_camera_was_lost()
    {
        using TestViewer old = _rig.Watch();
        _rig.Publish();
        _rig.Time.Close();
        Assert.Null(old.TryTake());
        await _rig.Time.HeldAsync();

        _rig.Camera.SetStatus(CameraState.Lost, Faults.Of("unplugged"));
        using TestViewer viewer = _rig.Watch();
        Assert.Null(viewer.TryTake());
        _rig.Time.Open();
        _rig.FinishEncodes();

        Assert.Null(viewer.TryTake());
        Assert.Null(old.TryTake());
    }

    [Fact]
    public async Task Dispose_leaves_nothing_behind()
    {
        TestViewer viewer = _rig.Watch();
        _rig.Publish();
        await viewer.NextNumberAsync();
        Assert.Null(viewer.TryTake());

        viewer.Dispose();
        viewer.Dispose();

        await _rig.AssertNothingIsLeftAsync();
    }
}
