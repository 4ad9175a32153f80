using Microsoft.Extensions.Logging;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding;

/// <summary>A viewer that throws or releases a frame too often harms neither the threads nor the other viewers.</summary>
public sealed class FailingViewerTests : IAsyncDisposable
{
    private const int Frames = 20;

    private readonly CameraRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_consumer_that_throws_costs_no_other_viewer_a_frame(bool isCamerasOwn)
    {
        _rig.Reader.IsJpeg = isCamerasOwn;
        var broken = new OfferedFrames(() => throw new InvalidOperationException("broken"));
        using var failing = new VariantSubscription(_rig.Variants, broken, _rig.Time);
        TestViewer beside = _rig.Watch(), another = _rig.Watch(CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(20) });
        for (int number = 1; number <= Frames; number++)
        {
            // It can take the frame all the same, and waits for the next one.
            Assert.Equal(number > 1, failing.TryTake(CameraRig.Plain, 30, null, out EncodedFrame? frame));
            frame?.Release();
            if (number > 1)
                Assert.False(failing.TryTake(CameraRig.Plain, 30, null, out _));
            Assert.Null(beside.TryTake());
            Assert.Null(another.TryTake());
            _rig.PublishAndDispatch();
            Assert.Equal(number, await beside.NextNumberAsync());
            Assert.Equal(number, await another.NextNumberAsync());
            int failures = number;
            Limit.Until(() => _rig.Variants.Statistics.OfferFailures == failures);
        }

        Assert.Equal(LogLevel.Error, Assert.Single(_rig.Log.Rest()).Level);
        failing.Dispose();
        beside.Dispose();
        another.Dispose();
        await _rig.AssertNothingIsLeftAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_variant_that_fails_goes_on_with_the_next_frame(bool isCamerasOwn)
    {
        _rig.Reader.IsJpeg = isCamerasOwn;
        using TestViewer viewer = _rig.Watch(), another = _rig.Watch(CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(20) });
        for (int number = 1; number <= Frames; number++)
        {
            Assert.Null(viewer.TryTake());
            Assert.Null(another.TryTake());
            _rig.PublishAndDispatch();
            EncodedFrame frame = await viewer.NextAsync();
            Assert.Equal(number, frame.Stamp.Number);
            // The stream's reference too, so that the stream's own release throws.
            frame.Release();
            if (number < Frames)
                frame.Release();
            Assert.Equal(number, await another.NextNumberAsync());
        }

        var (level, message) = await (isCamerasOwn ? _rig.DispatcherLog.NextAsync() : _rig.EncoderLog.NextAsync());
        Assert.Equal(LogLevel.Critical, level);
        Assert.Contains("Continuing", message, StringComparison.Ordinal);
    }
}
