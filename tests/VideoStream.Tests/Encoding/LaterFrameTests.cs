using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding;

/// <summary>An encoder that takes its time: frames that are done after their encode has returned.</summary>
public sealed class LaterFrameTests : IAsyncDisposable
{
    private static readonly Variant Video = CameraRig.Plain with { Encoding = VariantEncoding.H264(1000) };

    private readonly CameraRig _rig;
    private readonly TestViewer _viewer;
    private int _room = 2;
    private LaterEncoder? _encoder;

    public LaterFrameTests()
    {
        _rig = new(encoders: variant => _encoder = new LaterEncoder(variant, _room), encoderThreads: 0);
        _rig.PublishAndDispatch();
        _viewer = _rig.Watch(Video);
    }

    public async ValueTask DisposeAsync()
    {
        _viewer.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public void A_frame_that_is_not_done_does_not_hold_up_the_next_one()
    {
        Assert.Null(Take());
        _rig.EncodeQueued();
        Capture();
        Assert.Equal(2, _encoder!.Unfinished);
        Assert.Null(Take());

        _encoder.FinishNext();
        _encoder.FinishNext();

        Assert.Equal([1, 2], new[] { Take()?.Number, Take()?.Number });
        Assert.Equal(2, _rig.Variants.Statistics.Encodes);
    }

    [Fact]
    public void Without_room_no_frame_waits_in_the_encoder_and_the_newest_one_is_encoded_when_there_is_some()
    {
        _room = 1;
        Assert.Null(Take());
        _rig.EncodeQueued();
        for (int i = 0; i < 5; i++)
            Capture();
        Assert.Equal(1, _encoder!.Unfinished);

        _encoder.FinishNext();
        Assert.NotNull(Take());
        Assert.Null(Take());
        _rig.EncodeQueued();
        _encoder.FinishNext();

        EncodedFrame? frame = _viewer.TryTake();
        Assert.Equal(_rig.Camera.Captured, frame?.Stamp.Number);
        frame?.Release();
    }

    [Fact]
    public void An_encoder_ends_with_its_last_viewer_though_an_encode_still_waits_for_a_thread()
    {
        Assert.Null(Take());
        _rig.EncodeQueued();
        LaterEncoder encoder = _encoder!;
        _rig.PublishAndDispatch();

        _viewer.Dispose();
        int disposals = encoder.Disposals;
        _rig.EncodeQueued();

        Assert.Equal((1, 1, 1), (disposals, encoder.Disposals, encoder.Unfinished));
    }

    [Fact]
    public async Task A_viewer_is_offered_a_frame_when_it_is_done()
    {
        Assert.Null(Take());
        _rig.EncodeQueued();
        Task<EncodedFrame> next = _viewer.NextAsync();
        Assert.False(next.IsCompleted);

        _encoder!.FinishNext();

        (await next).Release();
    }

    [Fact]
    public void A_fast_camera_does_not_make_it_encode_more_than_thirty_frames_a_second()
    {
        _room = 100;
        Assert.Null(Take());
        _rig.EncodeQueued();
        for (int i = 0; i < 60; i++)
        {
            // The rig captures thirty in a second.
            _rig.Publish(TimeSpan.FromSeconds(1) / 120);
            Limit.Until(() => _rig.Dispatcher.Dispatched == _rig.Camera.Captured);
            _rig.EncodeQueued();
        }

        Assert.InRange(_encoder!.Unfinished, 14, 17);
    }

    [Fact]
    public async Task A_frame_that_is_done_when_nobody_watches_any_more_is_released()
    {
        Assert.Null(Take());
        _rig.EncodeQueued();
        _viewer.Dispose();
        Assert.Equal(1, _encoder!.Disposals);

        _encoder.FinishNext();

        await _rig.AssertNothingIsLeftAsync();
    }

    private void Capture()
    {
        _rig.PublishAndDispatch();
        _rig.EncodeQueued();
    }

    private StreamUnit? Take()
    {
        EncodedFrame? frame = _viewer.TryTake();
        frame?.Release();
        return frame?.Unit;
    }
}
