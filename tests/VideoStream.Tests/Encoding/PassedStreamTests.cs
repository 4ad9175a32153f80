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
    public void Placeholders_are_encoded_and_the_camera_goes_on_with_a_key_frame()
    {
        using TestViewer viewer = _passed.Rig.Watch(Passed);
        _passed.Capture();
        Assert.Single(_passed.TakeAll(viewer));
        _passed.Rig.Time.Advance(TimeSpan.FromSeconds(1));
        _passed.Rig.Camera.SetStalled(_passed.Rig.Camera.Newest!.Stamp);
        var content = new FrameContent(_passed.Rig.Camera.Pool, default);
        content.Writable.Create(new(320, 180), ChromaSubsampling.Yuv420);
        content.Writable.Fill(90);
        _passed.Rig.Camera.ShowPlaceholder(content, _passed.Rig.Camera.Status);
        Limit.Until(() => _passed.Rig.Dispatcher.Dispatched == 2);
        _passed.Rig.EncodeQueued();

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
