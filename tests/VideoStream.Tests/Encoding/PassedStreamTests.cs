using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Frames.H264;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding;

/// <summary>A camera's own H.264: what is passed on of it, and to whom.</summary>
public sealed class PassedStreamTests : IAsyncDisposable
{
    private const int KeyEvery = 30;

    private static readonly List<byte[]> Units = CameraUnits.Encode(new(320, 180), KeyEvery, KeyEvery);
    private static readonly Variant Passed = CameraRig.Plain with { Encoding = VariantEncoding.PassedH264 };

    private readonly CameraRig _rig = new(encoderThreads: 0);
    private readonly UnitReader _reader = new(Units);

    public ValueTask DisposeAsync()
    {
        _rig.EncodeQueued();
        return _rig.DisposeAsync();
    }

    [Fact]
    public void A_viewer_gets_each_frame_as_it_came_and_nothing_is_decoded_or_encoded()
    {
        using TestViewer viewer = _rig.Watch(Passed);
        Assert.Null(Take(viewer));

        for (int i = 0; i < 2 * KeyEvery; i++)
        {
            Capture();
            EncodedFrame? frame = Next(viewer);
            Assert.NotNull(frame);
            // All slices, after the metadata.
            ReadOnlySpan<byte> unit = Units[i % KeyEvery];
            Assert.True(frame.Bytes.Span.EndsWith(unit[H264Metadata.Position(unit)..]));
            frame.Release();
        }

        Assert.Equal(0, _rig.Variants.Statistics.Encodes);
        Assert.Equal(2 * KeyEvery, _rig.Variants.Statistics.PassedThrough);
        Assert.Equal(0, _rig.Camera.Decoder.Count);
    }

    [Fact]
    public void A_viewer_that_joins_gets_all_since_the_key_frame_at_once()
    {
        for (int i = 0; i < 20; i++)
            Capture();
        using TestViewer first = _rig.Watch(Passed), second = _rig.Watch(Passed);

        // Frames on which no other depends may be left out to catch up.
        foreach (List<long> taken in (List<long>[])[TakeAll(first), TakeAll(second)])
        {
            Assert.Equal((1, 20), (taken[0], taken[^1]));
            Assert.Subset(taken.ToHashSet(), Numbers(1, 20).Where(number => number % 2 == 1).ToHashSet());
            Assert.Equal(taken.Order().Distinct(), taken);
        }

        Capture();
        Assert.Equal(Numbers(21, 1), TakeAll(first));
        Assert.Equal(Numbers(21, 1), TakeAll(second));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_viewer_that_takes_the_first_ones_as_they_are_offered_catches_up_too(int atOnce)
    {
        for (int i = 0; i < 20; i++)
            Capture();
        var viewer = new EagerConsumer(Passed, atOnce);
        using var subscription = new VariantSubscription(_rig.Variants, viewer, _rig.Time);
        viewer.Subscription = subscription;
        Assert.False(viewer.TryTake(null));

        _rig.EncodeQueued();
        Assert.Equal(Numbers(1, atOnce), viewer.Taken);
        for (int i = 0; i < 60; i++)
        {
            viewer.TryTake(null);
            _rig.EncodeQueued();
        }

        Assert.Equal(20, viewer.Taken[^1]);
        Assert.Equal(0, _rig.Variants.Statistics.Encodes);
        Assert.Equal(1, _rig.Variants.Count);
    }

    [Fact]
    public void A_viewer_that_has_caught_up_and_is_late_again_does_not_get_what_is_old()
    {
        for (int i = 1; i < KeyEvery / 2; i++)
            Capture();
        using TestViewer viewer = _rig.Watch(Passed), steady = _rig.Watch(Passed);
        Assert.Equal((KeyEvery / 2) - 1, TakeAll(viewer)[^1]);
        TakeAll(steady);
        Capture();
        Assert.Equal(Numbers(KeyEvery / 2, 1), TakeAll(viewer));
        viewer.Subscription.Decline();
        for (int i = KeyEvery / 2; i < KeyEvery; i++)
        {
            TakeAll(steady);
            Capture();
        }

        Assert.Equal(Numbers(KeyEvery, 1), TakeAll(viewer));
        Assert.True(_rig.Variants.Statistics.Encodes > 0);
    }

    [Fact]
    public void Frames_that_come_together_are_all_passed_on()
    {
        using TestViewer viewer = _rig.Watch(Passed);
        Assert.Null(Take(viewer));
        for (int i = 0; i < 4; i++)
            _rig.Publish(_reader);
        Capture();
        _rig.EncodeQueued();

        Assert.Equal(Numbers(1, 5), TakeAll(viewer));
    }

    [Fact]
    public void A_viewer_that_is_late_goes_on_with_the_next_key_frame()
    {
        using TestViewer steady = _rig.Watch(Passed), late = _rig.Watch(Passed);
        Capture();
        Assert.Equal(Numbers(1, 1), TakeAll(steady));
        Assert.Equal(Numbers(1, 1), TakeAll(late));
        late.Subscription.Decline();

        for (int i = 0; i < 15; i++)
        {
            Capture();
            Assert.Single(TakeAll(steady));
        }

        // What is encoded of the newest, until then.
        Assert.Equal(Numbers(16, 1), TakeAll(late));
        for (int i = 16; i < KeyEvery; i++)
            Capture();
        Assert.Equal(Numbers(KeyEvery, 1), TakeAll(late));
        Assert.Equal(1, _rig.Variants.Statistics.Encodes / 2);
        Capture();
        Assert.Equal(Numbers(KeyEvery + 1, 1), TakeAll(late));
        Assert.Equal(1, _rig.Variants.Count);
    }

    [Fact]
    public void A_short_wait_costs_nothing()
    {
        using TestViewer viewer = _rig.Watch(Passed);
        Capture();
        TakeAll(viewer);
        viewer.Subscription.Decline();
        for (int i = 0; i < 6; i++)
            Capture();
        Assert.Equal(Numbers(2, 6), TakeAll(viewer));
    }

    [Fact]
    public void Placeholders_are_encoded_and_the_camera_goes_on_with_a_key_frame()
    {
        using TestViewer viewer = _rig.Watch(Passed);
        Capture();
        Assert.Single(TakeAll(viewer));
        _rig.Time.Advance(TimeSpan.FromSeconds(1));
        _rig.Camera.SetStalled(_rig.Camera.Newest!.Stamp);
        var content = new FrameContent(_rig.Camera.Pool, default);
        content.Writable.Create(new(320, 180), ChromaSubsampling.Yuv420);
        content.Writable.Fill(90);
        _rig.Camera.ShowPlaceholder(content, _rig.Camera.Status);
        Limit.Until(() => _rig.Dispatcher.Dispatched == 2);
        _rig.EncodeQueued();

        EncodedFrame? placeholder = Next(viewer);
        Assert.True(placeholder is { Live: false, Codec: Codec.H264, Unit.IsKeyFrame: true });
        placeholder.Release();
        for (int i = 1; i < KeyEvery; i++)
            Capture();
        Assert.Equal(Numbers(KeyEvery + 1, 1), TakeAll(viewer).Concat(TakeAll(viewer)));
        Capture();
        Assert.Equal(Numbers(KeyEvery + 2, 1), TakeAll(viewer));
    }

    [Fact]
    public void A_viewer_that_needs_a_key_frame_gets_an_encoded_rung_until_the_camera_makes_one()
    {
        using TestViewer viewer = _rig.Watch(Passed);
        Capture();
        Assert.Equal(Numbers(1, 1), TakeAll(viewer));
        viewer.Subscription.RequestKeyFrame();
        Capture();
        EncodedFrame? encoded = Next(viewer) ?? Next(viewer);
        Assert.True(encoded is { EncodeTime: not null, Unit.IsKeyFrame: true, Stamp.Number: 2 });
        encoded.Release();
        for (int i = 2; i < KeyEvery; i++)
            Capture();
        Assert.Equal(Numbers(KeyEvery, 1), TakeAll(viewer));
        Capture();
        EncodedFrame? passed = Next(viewer);
        Assert.True(passed is { EncodeTime: null, Unit.IsKeyFrame: true, Stamp.Number: KeyEvery + 1 });
        passed.Release();
        Assert.Equal(1, _rig.Variants.Count);
    }

    [Fact]
    public void A_viewer_of_JPEGs_causes_a_decode_of_each_frame_while_it_watches()
    {
        TestViewer viewer = _rig.Watch();
        Assert.Null(Take(viewer));
        for (int i = 0; i < 5; i++)
        {
            Capture();
            _rig.EncodeQueued();
            Assert.NotNull(Take(viewer));
        }

        viewer.Dispose();
        Assert.Equal(5, _rig.Camera.Decoder.Count);
        Capture();
        Assert.Equal(5, _rig.Camera.Decoder.Count);
    }

    [Fact]
    public void Where_there_is_too_much_since_the_key_frame_the_viewer_begins_with_an_encoded_rung()
    {
        var reader = new UnitReader(CameraUnits.Encode(new(320, 180), 100, keyEvery: 100));
        for (int i = 0; i < 90; i++)
            Capture(reader);
        using TestViewer viewer = _rig.Watch(Passed);
        EncodedFrame? encoded = Next(viewer);
        Assert.True(encoded is { EncodeTime: not null, Unit.IsKeyFrame: true });
        encoded.Release();

        for (int i = 90; i < 100; i++)
        {
            Capture(reader);
            _rig.EncodeQueued();
            Take(viewer);
        }

        Capture(reader);
        _rig.EncodeQueued();
        EncodedFrame? passed = Next(viewer);
        Assert.True(passed is { EncodeTime: null, Unit.IsKeyFrame: true });
        passed.Release();
        Assert.Equal(1, _rig.Variants.Count);
    }

    [Fact]
    public async Task Nothing_is_left_of_the_units()
    {
        using (TestViewer viewer = _rig.Watch(Passed))
        {
            Capture();
            TakeAll(viewer);
        }

        Assert.True(_rig.Camera.Video.TryTakeNext(0, out EncodedFrame? unit));
        await _rig.AssertNothingIsLeftAsync();
        unit.Release();
        Assert.Throws<ObjectDisposedException>(() => unit.Bytes);
    }

    private void Capture(UnitReader? reader = null) => _rig.PublishAndDispatch(reader ?? _reader);

    private static IEnumerable<long> Numbers(int first, int count) => Enumerable.Range(first, count).Select(number => (long)number);

    private List<long> TakeAll(TestViewer viewer)
    {
        List<long> numbers = [];
        while (Take(viewer) is { } number)
        {
            numbers.Add(number);
            Assert.True(numbers.Count < 1000, "it goes on for ever");
        }

        return numbers;
    }

    private long? Take(TestViewer viewer)
    {
        EncodedFrame? frame = Next(viewer);
        frame?.Release();
        return frame?.Stamp.Number;
    }

    /// <summary>The frame that there is now, or will be when what waits for a thread is done. The caller releases it.</summary>
    private EncodedFrame? Next(TestViewer viewer)
    {
        EncodedFrame? frame = viewer.TryTake();
        if (frame is not null)
            return frame;
        _rig.EncodeQueued();
        return viewer.TryTake();
    }
}
