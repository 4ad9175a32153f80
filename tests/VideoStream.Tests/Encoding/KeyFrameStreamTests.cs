using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding;

/// <summary>Frames that depend on each other: who gets which, and who causes a key frame.</summary>
public sealed class KeyFrameStreamTests : IAsyncDisposable
{
    private readonly List<LayeredEncoder> _encoders = [];
    private readonly CameraRig _rig;
    private bool _isLate;

    public KeyFrameStreamTests()
    {
        _rig = new(encoders: Create, encoderThreads: 0);
        // From here on the size of the frames is known, and with it the variants.
        _rig.PublishAndDispatch();
    }

    private static Variant High { get; } = CameraRig.Plain with { Encoding = VariantEncoding.H264(1000) };

    private static Variant Low { get; } = CameraRig.Plain with { Encoding = VariantEncoding.H264(300) };

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public void A_viewer_gets_a_key_frame_first_and_then_each_frame()
    {
        using TestViewer viewer = _rig.Watch(High);

        List<StreamUnit> units = [.. Enumerable.Range(0, 9).Select(_ => Next(viewer)!.Value)];

        Assert.Equal([0, 2, 1, 2, 0, 2, 1, 2, 0], units.Select(unit => unit.Layer));
        Assert.Equal([0, 2, 2, 4, 2, 6, 6, 8, 6], units.Select(unit => unit.Reference));
        Assert.Equal(1, KeyFrames(High));
    }

    [Fact]
    public void A_hundred_viewers_that_join_a_running_stream_together_cause_one_key_frame()
    {
        using TestViewer first = _rig.Watch(High);
        for (int i = 0; i < 20; i++)
            Next(first);
        TestViewer[] others = [.. Enumerable.Range(0, 100).Select(_ => _rig.Watch(High))];
        Assert.All(others, other => Assert.Null(Take(other)));

        StreamUnit? unit = Next(first);

        Assert.All(others, other => Assert.Equal(unit, Take(other)));
        Assert.True(unit is { IsKeyFrame: true });
        Assert.Equal(2, KeyFrames(High));
        Assert.All(others, other => other.Dispose());
    }

    [Fact]
    public void A_viewer_that_misses_a_frame_of_the_top_layer_goes_on_with_the_next()
    {
        using TestViewer steady = _rig.Watch(High), other = _rig.Watch(High);
        Assert.Null(Take(other));
        Next(steady);
        Take(other);

        Next(steady);
        Assert.Null(Take(other, isDeclined: true));
        Next(steady);

        Assert.Equal(4, Take(other)?.Number);
        Assert.Equal(1, KeyFrames(High));
    }

    [Fact]
    public void A_short_wait_costs_no_frame_of_the_base()
    {
        using TestViewer steady = _rig.Watch(High), other = _rig.Watch(High);
        Assert.Null(Take(other));
        Next(steady);
        Assert.Equal(2, Take(other)?.Number);

        for (int i = 0; i < 6; i++)
            Next(steady);

        // Of 3 to 8 only those can be decoded that depend on 2: the newest is 6, the base. 8 depends on it.
        Assert.Equal([6, 8, null], new[] { Take(other)?.Number, Take(other)?.Number, Take(other)?.Number });
        Assert.Equal(1, KeyFrames(High));
    }

    [Fact]
    public void A_viewer_that_stalls_causes_a_key_frame_when_it_is_back_and_none_before()
    {
        using TestViewer steady = _rig.Watch(High), stalled = _rig.Watch(High);
        Assert.Null(Take(stalled));
        Next(steady);
        Take(stalled);
        Assert.Null(Take(stalled, isDeclined: true));

        for (int i = 0; i < 40; i++)
            Assert.NotNull(Next(steady));
        Assert.Equal(1, KeyFrames(High));
        Assert.Null(Take(stalled));
        StreamUnit? unit = Next(steady);

        Assert.True(unit is { IsKeyFrame: true });
        Assert.Equal(unit, Take(stalled));
        Assert.Equal(2, KeyFrames(High));
    }

    [Fact]
    public void Another_bitrate_begins_with_a_key_frame_of_its_own_and_the_one_before_goes_on_until_then()
    {
        using TestViewer viewer = _rig.Watch(High), other = _rig.Watch(Low);
        Next(viewer);
        Take(other);
        viewer.Variant = Low;

        _rig.PublishAndDispatch();
        StreamUnit? before = Take(viewer);
        _rig.EncodeQueued();
        StreamUnit? after = Take(viewer);

        Assert.Null(before);
        Assert.True(after is { IsKeyFrame: true });
        Assert.Equal(1, _rig.Variants.Count);
        Assert.NotNull(Next(viewer));
    }

    [Fact]
    public void Who_takes_the_key_frame_of_another_bitrate_right_when_it_is_offered_is_offered_the_next_frame_too()
    {
        VariantSubscription? subscription = null;
        Variant variant = High;
        var taken = new List<StreamUnit>();
        var consumer = new TestConsumer { Answer = offered => TryTake(offered) && variant == Low };
        bool TryTake(EncodedFrame? offered)
        {
            if (!subscription!.TryTake(variant, 30, offered, out EncodedFrame? frame))
                return false;
            taken.Add(frame.Unit!.Value);
            frame.Release();
            return true;
        }

        using var own = subscription = new VariantSubscription(_rig.Variants, consumer, _rig.Time);
        TryTake(null);
        _rig.EncodeQueued();
        variant = Low;
        TryTake(null);
        for (int i = 0; i < 8; i++)
        {
            _rig.PublishAndDispatch();
            _rig.EncodeQueued();
        }

        Assert.Equal(2, taken.Count(unit => unit.IsKeyFrame));
        Assert.True(taken.Count > 6, $"only {taken.Count} frames were taken");
    }

    [Fact]
    public void A_viewer_of_a_low_rate_goes_on_when_the_faster_one_beside_it_has_left()
    {
        using TestViewer slow = _rig.Watch(High, rate: 1);
        using (TestViewer fast = _rig.Watch(High))
        {
            for (int i = 0; i < 300; i++)
            {
                Next(fast);
                Take(slow);
            }
        }

        List<StreamUnit> units = [.. Enumerable.Range(0, 90).Select(_ => Next(slow)).OfType<StreamUnit>()];
        Assert.InRange(units.Count, 2, 4);
    }

    [Fact]
    public void A_key_frame_that_always_comes_after_the_next_frame_was_shown_is_waited_for()
    {
        using TestViewer viewer = _rig.Watch(High);
        Next(viewer);
        _isLate = true;
        viewer.Variant = Low;
        List<StreamUnit?> units = [.. Enumerable.Range(0, 60).Select(_ => Next(viewer))];

        Assert.Contains(units, unit => unit is { IsKeyFrame: true });
        Assert.Equal(1, _rig.Variants.Count);
        // A moment in which nothing is shown.
        Assert.InRange(units.Count(unit => unit is null), 1, 10);
    }

    [Fact]
    public void A_client_that_lost_its_place_gets_a_key_frame()
    {
        using TestViewer viewer = _rig.Watch(High);
        Next(viewer);
        Next(viewer);

        viewer.Subscription.RequestKeyFrame();

        Assert.True(Next(viewer) is { IsKeyFrame: true });
        Assert.True(Next(viewer) is { IsKeyFrame: false });
    }

    [Fact]
    public void A_viewer_that_waits_gets_another_key_frame_if_the_one_that_it_asked_for_is_lost()
    {
        using TestViewer steady = _rig.Watch(High);
        for (int i = 0; i < 20; i++)
            Next(steady);
        using TestViewer waiting = _rig.Watch(High);
        _encoders[^1].LosesKeyFrame = true;
        Assert.Null(Take(waiting));

        for (int i = 0; i < 3; i++)
            Next(steady);

        // It was not asked for again by the viewer, who is offered nothing.
        Assert.Equal(3, KeyFrames(High));
        Assert.True(Take(waiting) is { IsKeyFrame: true });
    }

    [Fact]
    public void A_viewer_of_jpegs_is_never_substituted_by_a_video()
    {
        using var rig = new SmallRig();
        Assert.True(rig.Join(High).Variant.Encoding.IsH264);
        Assert.False(rig.Join(CameraRig.Plain).Variant.Encoding.IsH264);
        Assert.False(rig.Join(CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(20) }).Variant.Encoding.IsH264);
        Assert.True(rig.Join(Low).Variant.Encoding.IsH264);
    }

    /// <summary>Those that came before need not be there any more.</summary>
    [Fact]
    public void Who_joins_where_frames_are_seconds_apart_gets_the_newest_at_once()
    {
        using TestViewer first = _rig.Watch(High);
        Next(first);
        for (int i = 0; i < 10; i++)
        {
            _rig.Time.Advance(TimeSpan.FromSeconds(10));
            Assert.NotNull(Next(first));
        }

        using TestViewer second = _rig.Watch(High);
        EncodedFrame? frame = second.TryTake();
        Assert.Equal(_rig.Camera.Newest!.Stamp, frame?.Stamp);
        frame!.Release();
    }

    /// <summary>Captures and encodes a frame, and takes it.</summary>
    private StreamUnit? Next(TestViewer viewer)
    {
        if (Take(viewer) is { } kept)
            return kept;
        _rig.PublishAndDispatch();
        _rig.EncodeQueued();
        return Take(viewer);
    }

    private static StreamUnit? Take(TestViewer viewer, bool isDeclined = false)
    {
        if (isDeclined)
        {
            viewer.Subscription.Decline();
            return null;
        }

        EncodedFrame? frame = viewer.TryTake();
        frame?.Release();
        return frame?.Unit;
    }

    private int KeyFrames(Variant variant) =>
        _encoders.Where(encoder => encoder.Variant.Encoding == variant.Encoding).Sum(encoder => encoder.KeyFrames);

    private IVariantEncoder Create(Variant variant)
    {
        var encoder = new LayeredEncoder(variant);
        _encoders.Add(encoder);
        return _isLate ? new LateEncoder(encoder) : encoder;
    }

    /// <summary>A camera with room for one variant.</summary>
    private sealed class SmallRig : IDisposable
    {
        private readonly CameraRig _rig = new(maxVariants: 1, encoders: variant => new LayeredEncoder(variant), encoderThreads: 0);

        public VariantStream Join(Variant variant) => _rig.Variants.Join(variant);

        public void Dispose() => _rig.DisposeAsync().AsTask().Wait(TestContext.Current.CancellationToken);
    }
}
