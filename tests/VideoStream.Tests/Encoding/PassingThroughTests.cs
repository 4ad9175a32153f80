using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding;

/// <summary>A camera's own JPEG, from the reader to the viewers.</summary>
public sealed class PassingThroughTests : IAsyncDisposable
{
    private static readonly byte[] Frame = CameraJpeg.Noise();
    private static readonly Variant Coarse = CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(20) };

    private readonly CameraRig _rig = new();
    private readonly int _connection;

    public PassingThroughTests()
    {
        _connection = _rig.Camera.Connect(null);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Viewers_share_the_cameras_bytes_and_nothing_is_decoded_or_encoded()
    {
        Variant asked = CameraRig.Plain with { Encoding = VariantEncoding.Passthrough(80) };
        TestViewer[] viewers = [_rig.Watch(), _rig.Watch(), _rig.Watch(asked)];
        Take();
        var bytes = new List<ReadOnlyMemory<byte>>();
        foreach (TestViewer viewer in viewers)
        {
            EncodedFrame frame = await viewer.NextAsync();
            bytes.Add(frame.Bytes);
            frame.Release();
        }

        Assert.All(bytes, memory => Assert.True(memory.Equals(bytes[0]), "not the same memory"));
        Assert.True(_rig.Camera.Frames.TryTake(0, out Frame? latest));
        byte[] metadata = TestJpeg.Segment(new FrameMetadata(1, latest.CapturedAt, "front", Live: true));
        Assert.Equal(Frame.Length + metadata.Length, bytes[0].Length);
        latest.Release();
        Assert.Equal(0, _rig.Camera.Pool.Rented);
        Assert.Equal((0L, 1L), (_rig.Variants.Statistics.Encodes, _rig.Variants.Statistics.PassedThrough));
        foreach (TestViewer viewer in viewers)
            viewer.Dispose();
        await _rig.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Pixels_are_decoded_once_for_all_that_need_some()
    {
        using TestViewer own = _rig.Watch(), osd = _rig.Watch(CameraRig.Plain with { Osd = true }), coarse = _rig.Watch(Coarse);
        Assert.Null(own.TryTake());
        Assert.Null(osd.TryTake());
        Assert.Null(coarse.TryTake());
        Take();
        foreach (TestViewer viewer in (TestViewer[])[own, osd, coarse])
            (await viewer.NextAsync()).Release();
        // And a copy to draw on.
        Assert.Equal(2, _rig.Camera.Pool.Rented);
        Assert.Equal((2L, 1L), (_rig.Variants.Statistics.Encodes, _rig.Variants.Statistics.PassedThrough));
    }

    [Fact]
    public async Task A_viewer_counts_from_its_first_try_and_not_while_it_pauses()
    {
        TestViewer viewer = _rig.Watch();
        Assert.Equal(0, _rig.Camera.Viewers);
        Assert.Null(viewer.TryTake());
        Assert.Equal(1, _rig.Camera.Viewers);
        viewer.Variant = Coarse;
        Assert.Null(viewer.TryTake());
        Assert.Equal(1, _rig.Camera.Viewers);
        viewer.Subscription.Pause();
        Assert.Equal(0, _rig.Camera.Viewers);
        Take();
        (await viewer.NextAsync()).Release();
        Assert.Equal(1, _rig.Camera.Viewers);
        viewer.Dispose();
        Assert.Equal(0, _rig.Camera.Viewers);
    }

    [Fact]
    public async Task A_placeholder_reaches_the_viewer_as_one()
    {
        using TestViewer viewer = _rig.Watch();
        Assert.Null(viewer.TryTake());
        var content = new FrameContent(_rig.Camera.Pool, default);
        content.Writable.Paint(new PictureSize(64, 48), 0);
        _rig.Camera.ShowPlaceholder(content, _rig.Camera.Status);
        EncodedFrame frame = await viewer.NextAsync();
        Assert.False(frame.Live);
        Assert.EndsWith("&live=0", Assert.Single(TestJpeg.Comments(frame)), StringComparison.Ordinal);
        frame.Release();
    }

    [Fact]
    public async Task A_viewer_that_needs_an_encode_does_not_wait_for_those_that_are_passed_the_frame()
    {
        using var sent = new SemaphoreSlim(0);
        using var own = new VariantSubscription(_rig.Variants, new OfferedFrames(() => sent.Wait(TimeSpan.FromSeconds(60))), _rig.Time);
        Assert.False(own.TryTake(CameraRig.Plain, 30, null, out _));
        using var encoded = new SemaphoreSlim(0);
        using var coarse = new VariantSubscription(_rig.Variants, new OfferedFrames(() => encoded.Release()), _rig.Time);
        Assert.False(coarse.TryTake(Coarse, 30, null, out _));
        Take();
        Assert.True(await encoded.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal(0, _rig.Dispatcher.Dispatched);
        sent.Release();
    }

    [Fact]
    public void A_dispatcher_that_gets_each_frame_late_counts_as_overload_until_it_does_not()
    {
        // Two frames show that the camera sends one a second.
        Take();
        Take();
        Limit.Until(() => _rig.Dispatcher.Dispatched == _rig.Camera.Captured);

        for (int i = 0; i < 10; i++)
            DispatchAfter(TimeSpan.FromSeconds(0.9));
        Assert.True(_rig.Variants.Overload.IsOverloaded(encodeLatency: 0));

        for (int i = 0; i < 10; i++)
            DispatchAfter(TimeSpan.Zero);
        Assert.False(_rig.Variants.Overload.IsOverloaded(encodeLatency: 0));
    }

    [Fact]
    public void Frames_that_the_encoder_could_not_decode_three_times_are_not_published_any_more()
    {
        byte[] bad = CameraJpeg.Undecodable(Frame);
        using TestViewer coarse = _rig.Watch(Coarse);
        Assert.Null(coarse.TryTake());
        foreach (int tried in (int[])[1, 2, 3])
        {
            Assert.True(Take(TimeSpan.FromSeconds(1), bad));
            Limit.Until(() => _rig.Variants.Statistics.Failures == tried);
        }

        Assert.False(Take(TimeSpan.FromSeconds(1), bad));
        Assert.True(Take(TimeSpan.FromSeconds(1)));
    }

    /// <summary>A frame that waits for the dispatcher, which is busy.</summary>
    private void DispatchAfter(TimeSpan wait)
    {
        var frame = TestFrames.Frame(
            _rig.Camera.Pool, number: 1000, new PictureSize(64, 48), level: 0, published: _rig.Time.GetTimestamp());
        _rig.Time.Advance(wait);
        _rig.Dispatcher.Dispatch(frame);
    }

    private void Take() => Take(TimeSpan.FromSeconds(1));

    private bool Take(TimeSpan later, byte[]? jpeg = null)
    {
        _rig.Time.Advance(later);
        return FrameCapture.TryPublish(_rig.Camera, new JpegReader(jpeg ?? Frame), _connection);
    }

    private sealed class JpegReader(byte[] jpeg) : ICameraReader
    {
        public SourceResult Open(CancellationToken cancellationToken) => SourceResult.Ok;

        public SourceResult Grab(CancellationToken cancellationToken) => SourceResult.Ok;

        public bool Retrieve(FrameContent content, CaptureStamp stamp)
        {
            content.Put(CameraJpeg.Payload(jpeg));
            return true;
        }

        public void Close()
        {
        }
    }
}
