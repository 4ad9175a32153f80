using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Tests.Support;
using static VideoStream.Tests.Support.PassedRig;

namespace VideoStream.Tests.Encoding;

/// <summary>What viewers of a camera's own H.264 get who join, or are late.</summary>
public sealed class PassedViewerTests : IAsyncDisposable
{
    private readonly PassedRig _passed = new();

    public ValueTask DisposeAsync() => _passed.DisposeAsync();

    [Fact]
    public void A_viewer_that_joins_gets_all_since_the_key_frame_at_once()
    {
        for (int i = 0; i < 20; i++)
            _passed.Capture();
        using TestViewer first = _passed.Rig.Watch(Passed), second = _passed.Rig.Watch(Passed);

        // Frames on which no other depends may be left out to catch up.
        foreach (List<long> taken in (List<long>[])[_passed.TakeAll(first), _passed.TakeAll(second)])
        {
            Assert.Equal((1, 20), (taken[0], taken[^1]));
            Assert.Subset(taken.ToHashSet(), Numbers(1, 20).Where(number => number % 2 == 1).ToHashSet());
            Assert.Equal(taken.Order().Distinct(), taken);
        }

        _passed.Capture();
        Assert.Equal(Numbers(21, 1), _passed.TakeAll(first));
        Assert.Equal(Numbers(21, 1), _passed.TakeAll(second));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_viewer_that_takes_the_first_ones_as_they_are_offered_catches_up_too(int atOnce)
    {
        for (int i = 0; i < 20; i++)
            _passed.Capture();
        var viewer = new EagerConsumer(Passed, atOnce);
        using var subscription = new VariantSubscription(_passed.Rig.Variants, viewer, _passed.Rig.Time);
        viewer.Subscription = subscription;
        Assert.False(viewer.TryTake(null));

        _passed.Rig.EncodeQueued();
        Assert.Equal(Numbers(1, atOnce), viewer.Taken);
        for (int i = 0; i < 60; i++)
        {
            viewer.TryTake(null);
            _passed.Rig.EncodeQueued();
        }

        Assert.Equal(20, viewer.Taken[^1]);
        Assert.Equal(0, _passed.Rig.Variants.Statistics.Encodes);
        Assert.Equal(1, _passed.Rig.Variants.Count);
    }

    [Fact]
    public void A_viewer_that_has_caught_up_and_is_late_again_does_not_get_what_is_old()
    {
        for (int i = 1; i < KeyEvery / 2; i++)
            _passed.Capture();
        using TestViewer viewer = _passed.Rig.Watch(Passed), steady = _passed.Rig.Watch(Passed);
        Assert.Equal((KeyEvery / 2) - 1, _passed.TakeAll(viewer)[^1]);
        _passed.TakeAll(steady);
        _passed.Capture();
        Assert.Equal(Numbers(KeyEvery / 2, 1), _passed.TakeAll(viewer));
        viewer.Subscription.Decline();
        for (int i = KeyEvery / 2; i < KeyEvery; i++)
        {
            _passed.TakeAll(steady);
            _passed.Capture();
        }

        Assert.Equal(Numbers(KeyEvery, 1), _passed.TakeAll(viewer));
        Assert.True(_passed.Rig.Variants.Statistics.Encodes > 0);
    }

    /// <summary>Where nobody takes it, the stream stands still.</summary>
    [Fact]
    public void The_only_viewer_does_not_get_what_is_old_either()
    {
        using TestViewer viewer = _passed.Rig.Watch(Passed);
        _passed.Capture();
        Assert.Equal(Numbers(1, 1), _passed.TakeAll(viewer));
        viewer.Subscription.Decline();
        for (int i = 1; i < KeyEvery; i++)
            _passed.Capture();
        // The next one is too old, and so is the next of the base: it changes to what is encoded of the newest.
        Assert.Empty(_passed.TakeAll(viewer));
        Assert.Empty(_passed.TakeAll(viewer));
        Assert.Equal(Numbers(KeyEvery, 1), _passed.TakeAll(viewer));
        _passed.Capture();
        Assert.Equal(Numbers(KeyEvery + 1, 1), _passed.TakeAll(viewer));
        Assert.Equal(1, _passed.Rig.Variants.Count);
    }

    [Fact]
    public void A_viewer_that_is_late_goes_on_with_the_next_key_frame()
    {
        using TestViewer steady = _passed.Rig.Watch(Passed), late = _passed.Rig.Watch(Passed);
        FallBehind(_passed, steady, late);
        // What is encoded of the newest, until then.
        Assert.Equal(Numbers(16, 1), _passed.TakeAll(late));
        for (int i = 16; i < KeyEvery; i++)
            _passed.Capture();
        Assert.Equal(Numbers(KeyEvery, 1), _passed.TakeAll(late));
        Assert.Equal(1, _passed.Rig.Variants.Statistics.Encodes / 2);
        _passed.Capture();
        Assert.Equal(Numbers(KeyEvery + 1, 1), _passed.TakeAll(late));
        Assert.Equal(1, _passed.Rig.Variants.Count);
    }

    [Fact]
    public async Task It_sees_something_until_then_although_no_more_variants_may_be_encoded()
    {
        await using var full = new PassedRig(maxVariants: 1);
        using TestViewer steady = full.Rig.Watch(Passed), late = full.Rig.Watch(Passed);
        FallBehind(full, steady, late);
        Assert.Equal(Numbers(16, 1), full.TakeAll(late));
        for (int i = 16; i <= KeyEvery; i++)
            full.Capture();
        Assert.Equal(Numbers(KeyEvery + 1, 1), full.TakeAll(late));
        Assert.Equal(1, full.Rig.Variants.Count);
    }

    [Fact]
    public void A_short_wait_costs_nothing()
    {
        using TestViewer viewer = _passed.Rig.Watch(Passed);
        _passed.Capture();
        _passed.TakeAll(viewer);
        viewer.Subscription.Decline();
        for (int i = 0; i < 6; i++)
            _passed.Capture();
        Assert.Equal(Numbers(2, 6), _passed.TakeAll(viewer));
    }

    [Fact]
    public void A_viewer_that_needs_a_key_frame_gets_an_encoded_rung_until_the_camera_makes_one()
    {
        using TestViewer viewer = _passed.Rig.Watch(Passed);
        _passed.Capture();
        Assert.Equal(Numbers(1, 1), _passed.TakeAll(viewer));
        viewer.Subscription.RequestKeyFrame();
        _passed.Capture();
        EncodedFrame? encoded = _passed.Next(viewer) ?? _passed.Next(viewer);
        Assert.True(encoded is { EncodeTime: not null, Unit.IsKeyFrame: true, Stamp.Number: 2 });
        encoded.Release();
        for (int i = 2; i < KeyEvery; i++)
            _passed.Capture();
        Assert.Equal(Numbers(KeyEvery, 1), _passed.TakeAll(viewer));
        _passed.Capture();
        EncodedFrame? passed = _passed.Next(viewer);
        Assert.True(passed is { EncodeTime: null, Unit.IsKeyFrame: true, Stamp.Number: KeyEvery + 1 });
        passed.Release();
        Assert.Equal(1, _passed.Rig.Variants.Count);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(1)]
    public async Task Where_there_is_too_much_since_the_key_frame_the_viewer_begins_with_an_encoded_rung(int maxVariants)
    {
        await using var passed = new PassedRig(maxVariants);
        var reader = new UnitReader(CameraUnits.Encode(new(320, 180), 100, keyEvery: 100));
        for (int i = 0; i < 90; i++)
            passed.Capture(reader);
        using TestViewer viewer = passed.Rig.Watch(Passed);
        EncodedFrame? encoded = passed.Next(viewer);
        Assert.True(encoded is { EncodeTime: not null, Unit.IsKeyFrame: true });
        encoded.Release();

        for (int i = 90; i < 100; i++)
        {
            passed.Capture(reader);
            passed.Rig.EncodeQueued();
            passed.Take(viewer);
        }

        passed.Capture(reader);
        passed.Rig.EncodeQueued();
        EncodedFrame? own = passed.Next(viewer);
        Assert.True(own is { EncodeTime: null, Unit.IsKeyFrame: true });
        own.Release();
        Assert.Equal(1, passed.Rig.Variants.Count);
    }

    [Fact]
    public void After_a_long_standstill_the_only_viewer_does_not_get_an_old_key_frame()
    {
        var reader = new UnitReader(CameraUnits.Encode(new(320, 180), 200, keyEvery: 100));
        _passed.Capture(reader);
        using TestViewer viewer = _passed.Rig.Watch(Passed);
        Assert.Equal(Numbers(1, 1), _passed.TakeAll(viewer));
        viewer.Subscription.Decline();
        for (int i = 1; i < 190; i++)
            _passed.Capture(reader);

        EncodedFrame? frame = null;
        for (int i = 0; i < 200 && frame is null; i++)
            frame = _passed.Next(viewer);
        Assert.True(frame is { EncodeTime: not null, Unit.IsKeyFrame: true, Stamp.Number: 190 });
        frame.Release();
    }

    /// <summary>Both take the first frame, and one the next 15.</summary>
    private static void FallBehind(PassedRig passed, TestViewer steady, TestViewer late)
    {
        passed.Capture();
        Assert.Equal(Numbers(1, 1), passed.TakeAll(steady));
        Assert.Equal(Numbers(1, 1), passed.TakeAll(late));
        late.Subscription.Decline();
        for (int i = 0; i < 15; i++)
        {
            passed.Capture();
            Assert.Single(passed.TakeAll(steady));
        }
    }
}
