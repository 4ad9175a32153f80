using VideoStream.Frames;
using VideoStream.Frames.H264;
using VideoStream.Tests.Support;
using static VideoStream.Tests.Support.PassedRig;

namespace VideoStream.Tests.Encoding;

/// <summary>A camera's own H.264: what is passed on of it.</summary>
public sealed class PassedStreamTests : IAsyncDisposable
{
    private readonly PassedRig _passed = new();

    public ValueTask DisposeAsync() => _passed.DisposeAsync();

    [Fact]
    public void A_viewer_gets_each_frame_as_it_came_and_nothing_is_decoded_or_encoded()
    {
        using TestViewer viewer = _passed.Rig.Watch(Passed);
        Assert.Null(_passed.Take(viewer));

        for (int i = 0; i < 2 * KeyEvery; i++)
        {
            _passed.Capture();
            EncodedFrame? frame = _passed.Next(viewer);
            Assert.NotNull(frame);
            // All slices, after the metadata.
            ReadOnlySpan<byte> unit = Units[i % KeyEvery];
            Assert.True(frame.Bytes.Span.EndsWith(unit[H264Metadata.Position(unit)..]));
            frame.Release();
        }

        Assert.Equal(0, _passed.Rig.Variants.Statistics.Encodes);
        Assert.Equal(2 * KeyEvery, _passed.Rig.Variants.Statistics.PassedThrough);
        Assert.Equal(0, _passed.Rig.Camera.Decoder.Count);
    }

    [Fact]
    public void Frames_that_come_together_are_all_passed_on()
    {
        using TestViewer viewer = _passed.Rig.Watch(Passed);
        Assert.Null(_passed.Take(viewer));
        for (int i = 0; i < 4; i++)
            _passed.Rig.Publish(_passed.Reader);
        _passed.Capture();
        _passed.Rig.EncodeQueued();

        Assert.Equal(Numbers(1, 5), _passed.TakeAll(viewer));
    }

    [Fact]
    public void Frames_that_come_together_after_a_pause_leave_no_viewer_behind()
    {
        using TestViewer viewer = _passed.Rig.Watch(Passed);
        for (int i = 1; i <= 10; i++)
        {
            _passed.Capture();
            Assert.Equal(Numbers(i, 1), _passed.TakeAll(viewer));
        }

        _passed.Rig.Publish(_passed.Reader, TimeSpan.FromMilliseconds(150));
        for (int i = 0; i < 3; i++)
        {
            _passed.Rig.Publish(_passed.Reader, TimeSpan.FromMilliseconds(1));
            Limit.Until(() => !_passed.Rig.Dispatcher.HasWork);
        }

        // Those between that nothing depends on are left out.
        Assert.Equal([11, 13], _passed.TakeAll(viewer));
        for (int i = 15; i <= 20; i++)
        {
            _passed.Capture();
            Assert.Equal(Numbers(i, 1), _passed.TakeAll(viewer));
        }
    }

    [Fact]
    public void What_is_not_decoded_before_the_video_ends_says_nothing_against_the_decoder()
    {
        for (int i = 0; i < 2 * DecodeState.MaxFailures; i++)
        {
            _passed.Capture();
            _passed.Rig.Camera.Video.Clear();
            Assert.False(_passed.Rig.Camera.TryDecodeNewest());
        }

        Assert.False(_passed.Rig.Camera.Decodes.IsInDoubt);
    }

    [Fact]
    public void Placeholders_are_encoded_and_the_camera_goes_on_with_a_key_frame()
    {
        using TestViewer viewer = _passed.Rig.Watch(Passed);
        _passed.Capture();
        Assert.Single(_passed.TakeAll(viewer));
        _passed.ShowPlaceholder();

        EncodedFrame? placeholder = _passed.Next(viewer);
        Assert.True(placeholder is { Live: false, Codec: Codec.H264, Unit.IsKeyFrame: true });
        placeholder.Release();
        for (int i = 1; i < KeyEvery; i++)
            _passed.Capture();
        Assert.Equal(Numbers(KeyEvery + 1, 1), _passed.TakeAll(viewer).Concat(_passed.TakeAll(viewer)));
        _passed.Capture();
        Assert.Equal(Numbers(KeyEvery + 2, 1), _passed.TakeAll(viewer));
    }

    [Fact]
    public void A_viewer_of_JPEGs_causes_a_decode_of_each_frame_while_it_watches()
    {
        TestViewer viewer = _passed.Rig.Watch();
        Assert.Null(_passed.Take(viewer));
        for (int i = 0; i < 5; i++)
        {
            _passed.Capture();
            _passed.Rig.EncodeQueued();
            Assert.NotNull(_passed.Take(viewer));
        }

        viewer.Dispose();
        Assert.Equal(5, _passed.Rig.Camera.Decoder.Count);
        _passed.Capture();
        Assert.Equal(5, _passed.Rig.Camera.Decoder.Count);
    }

    [Fact]
    public async Task A_placeholder_that_took_its_time_is_not_offered_after_frames_that_are_newer()
    {
        var encoders = new List<LaterEncoder>();
        await using var later = new PassedRig(encoders: variant =>
        {
            encoders.Add(new LaterEncoder(variant, room: 2));
            return encoders[^1];
        });
        using TestViewer viewer = later.Rig.Watch(Passed);
        later.Capture();
        Assert.Single(later.TakeAll(viewer));
        later.ShowPlaceholder();
        for (int i = 1; i <= KeyEvery; i++)
            later.Capture();
        Assert.Equal(1, encoders[0].Unfinished);

        encoders[0].FinishNext();
        using TestViewer joined = later.Rig.Watch(Passed);
        foreach (List<long> taken in (List<long>[])[later.TakeAll(joined), later.TakeAll(viewer)])
        {
            Assert.DoesNotContain(2, taken);
            Assert.Equal(taken.Order().Distinct(), taken);
            Assert.Equal(KeyEvery + 2, taken[^1]);
        }
    }

    [Fact]
    public async Task Nothing_is_left_of_the_units()
    {
        using (TestViewer viewer = _passed.Rig.Watch(Passed))
        {
            _passed.Capture();
            _passed.TakeAll(viewer);
        }

        Assert.True(_passed.Rig.Camera.Video.TryTakeNext(0, out EncodedFrame? unit));
        await _passed.Rig.AssertNothingIsLeftAsync();
        unit.Release();
        Assert.Throws<ObjectDisposedException>(() => unit.Bytes);
    }
}
