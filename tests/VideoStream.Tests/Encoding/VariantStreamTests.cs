using OpenCvSharp;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding;

/// <summary>Which frames are encoded: once for all viewers that want one, and none that no viewer wants.</summary>
public sealed class VariantStreamTests : IAsyncDisposable
{
    private readonly CameraRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Viewers_of_the_same_variant_share_one_encode()
    {
        TestViewer[] viewers = [.. Enumerable.Range(0, 5).Select(_ => _rig.Watch())];
        Assert.All(viewers, viewer => Assert.Null(viewer.TryTake()));
        _rig.Publish();

        EncodedFrame[] frames = await Task.WhenAll(viewers.Select(viewer => viewer.NextAsync()));

        Assert.All(frames, frame => Assert.Same(frames[0], frame));
        Assert.All(frames, frame => frame.Release());
        Assert.Equal(1, _rig.FinishEncodes());
        Assert.All(viewers, viewer => viewer.Dispose());
        await _rig.AssertNothingIsLeftAsync();
        Assert.Throws<ObjectDisposedException>(() => frames[0].Bytes);
    }

    [Fact]
    public async Task A_viewer_that_comes_a_moment_later_gets_what_is_encoded_already()
    {
        using TestViewer first = _rig.Watch();
        using TestViewer second = _rig.Watch();
        _rig.Publish();
        await first.NextNumberAsync();

        EncodedFrame? frame = second.TryTake();

        Assert.NotNull(frame);
        frame.Release();
        Assert.Equal(1, _rig.FinishEncodes());
    }

    [Fact]
    public async Task Viewers_of_different_qualities_cost_an_encode_each()
    {
        using TestViewer good = _rig.Watch(CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(90) });
        using TestViewer poor = _rig.Watch(CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(10) });
        _rig.Publish();

        EncodedFrame one = await good.NextAsync();
        EncodedFrame other = await poor.NextAsync();

        Assert.Equal((90, 10), (one.Quality, other.Quality));
        Assert.True(one.Bytes.Length > other.Bytes.Length);
        one.Release();
        other.Release();
        Assert.Equal(2, _rig.FinishEncodes());
    }

    [Fact]
    public async Task Viewers_with_and_without_osd_see_what_they_asked_for_at_the_same_time()
    {
        _rig.Reader.Size = new VideoStream.Frames.PictureSize(320, 240);
        using TestViewer with = _rig.Watch(CameraRig.Plain with { Osd = true });
        using TestViewer without = _rig.Watch();
        _rig.Publish();

        EncodedFrame one = await with.NextAsync();
        EncodedFrame other = await without.NextAsync();
        using Mat drawn = TestJpeg.Decode(one);
        using Mat plain = TestJpeg.Decode(other);

        using Mat blank = new(240, 320, MatType.CV_8UC3, Scalar.All(PaintedReader.Level(1)));
        Assert.NotEqual(default, TestFrames.Difference(drawn, plain));
        Assert.Equal(default, TestFrames.Difference(blank, plain));
        one.Release();
        other.Release();
    }

    [Fact]
    public async Task A_variant_that_is_watched_and_not_waited_for_is_not_encoded()
    {
        using TestViewer viewer = _rig.Watch();
        _rig.Publish();
        await viewer.NextNumberAsync();

        for (int i = 0; i < 10; i++)
            _rig.PublishAndDispatch();

        Assert.Equal(1, _rig.FinishEncodes());
    }

    [Fact]
    public async Task A_camera_without_viewers_is_not_encoded()
    {
        using (TestViewer viewer = _rig.Watch())
            Assert.Null(viewer.TryTake());
        for (int i = 0; i < 10; i++)
            _rig.PublishAndDispatch();

        Assert.Equal(0, _rig.FinishEncodes());
    }

    [Fact]
    public async Task A_paced_viewer_causes_no_encode_of_frames_that_it_does_not_want()
    {
        using TestViewer viewer = _rig.Watch(rate: 1);
        _rig.Publish();
        await viewer.NextNumberAsync();
        Assert.Null(viewer.TryTake());

        for (int i = 0; i < 5; i++)
        {
            _rig.PublishAndDispatch();
            Assert.Null(viewer.TryTake());
        }

        Assert.Equal(1, _rig.FinishEncodes());
    }

    [Fact]
    public async Task A_viewer_whose_rate_rose_is_not_encoded_for_while_it_is_busy()
    {
        using TestViewer slow = _rig.Watch(rate: 1);
        using TestViewer fast = _rig.Watch();
        _rig.Publish();
        await slow.NextNumberAsync();
        await fast.NextNumberAsync();
        Assert.Null(slow.TryTake());
        _rig.Publish();
        await fast.NextNumberAsync();

        // It waited for a later frame, and now takes the one that is there.
        slow.Rate = 30;
        slow.TryTake()!.Release();
        for (int i = 0; i < 3; i++)
            _rig.PublishAndDispatch();

        Assert.Equal(2, _rig.FinishEncodes());
    }

    [Fact]
    public async Task Variants_that_were_left_before_they_got_a_thread_are_not_encoded()
    {
        await using var rig = new CameraRig(encoderThreads: 0);
        using TestViewer viewer = rig.Watch();
        rig.PublishAndDispatch();
        for (int quality = 1; quality <= 50; quality++)
        {
            viewer.Variant = CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(quality) };
            Assert.Null(viewer.TryTake());
        }

        rig.EncodeQueued();

        Assert.Equal(1, rig.Variants.Statistics.Encodes);
        EncodedFrame frame = await viewer.NextAsync();
        Assert.Equal(50, frame.Quality);
        frame.Release();
    }
}
