using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Tests.Support;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Viewers;

/// <summary>What a viewer gets whose link had no room for a while.</summary>
public sealed class BlockedViewerTests : IAsyncDisposable
{
    /// <summary>More frames than a slow viewer may have in flight.</summary>
    private const int MostInFlight = 10;

    private static readonly ViewerSettings Settings = ViewerSettings.Defaults(new VideoStreamOptions()) with { Adaptive = false };

    private readonly CameraRig _rig = new();
    private readonly SemaphoreSlim _woken = new(0);
    private readonly OfferedFrames _offers;
    private readonly AdaptiveSubscription _feed;

    public BlockedViewerTests()
    {
        _offers = new OfferedFrames(() => _woken.Release());
        _feed = new AdaptiveSubscription(
            _rig.Variants, TestConnection.Of(), new VideoStreamOptions(), _offers, () => _woken.Release(), _rig.Time);
    }

    public async ValueTask DisposeAsync()
    {
        _feed.Dispose();
        await _rig.DisposeAsync();
        _woken.Dispose();
    }

    [Fact]
    public async Task A_viewer_that_was_blocked_gets_the_newest_frame_and_not_the_one_that_was_encoded_before()
    {
        long last = await BlockAsync();
        for (int i = 0; i < 10; i++)
            _rig.PublishAndDispatch();

        Assert.True(_feed.TryAcknowledge(last));
        await WokenAsync();

        Assert.Equal(_rig.Camera.Newest!.Stamp.Number, await NextNumberAsync());
    }

    [Fact]
    public async Task A_viewer_that_was_blocked_gets_the_encoded_frame_while_that_is_the_newest()
    {
        long last = await BlockAsync();
        long encodes = _rig.Variants.Statistics.Encodes;
        Assert.True(_feed.TryAcknowledge(last));

        Assert.True(_feed.TryTake(Settings, null, out EncodedFrame? frame, out _));
        Assert.Equal(_rig.Camera.Newest!.Stamp.Number, frame.Stamp.Number);
        frame.Release();
        Assert.Equal(encodes, _rig.FinishEncodes());
    }

    [Fact]
    public async Task Nothing_is_encoded_for_a_viewer_while_it_is_blocked()
    {
        await BlockAsync();
        long encodes = _rig.Variants.Statistics.Encodes;
        for (int i = 0; i < 10; i++)
        {
            _rig.PublishAndDispatch();
            Assert.Null(TryTake());
        }

        Assert.Equal(encodes, _rig.FinishEncodes());
    }

    /// <summary>
    /// Acknowledges a frame late, so that the viewer counts as slow, and goes on until a frame is encoded for it and may not be sent.
    /// </summary>
    /// <returns>Number of the last frame that was sent.</returns>
    private async Task<long> BlockAsync()
    {
        await SendAndAcknowledgeAsync(framesLater: 1);
        await SendAndAcknowledgeAsync(framesLater: 30);
        long sent = await NextNumberAsync();
        for (int i = 0; i < MostInFlight; i++)
        {
            Assert.Null(TryTake());
            while (_woken.Wait(0, TestContext.Current.CancellationToken))
            {
                // Of frames before.
            }

            _rig.PublishAndDispatch();
            await WokenAsync();
            if (TryTake() is not { } next)
                return sent;
            sent = next;
        }

        throw new InvalidOperationException($"not blocked after {MostInFlight} frames");
    }

    private async Task SendAndAcknowledgeAsync(int framesLater)
    {
        _rig.PublishAndDispatch();
        long sent = await NextNumberAsync();
        for (int i = 0; i < framesLater; i++)
            _rig.PublishAndDispatch();
        Assert.True(_feed.TryAcknowledge(sent));
    }

    private async Task<long> NextNumberAsync()
    {
        Deadline deadline = Limit.Deadline();
        while (true)
        {
            deadline.Check();
            if (TryTake() is { } number)
                return number;
            await WokenAsync();
        }
    }

    private long? TryTake()
    {
        if (!_feed.TryTake(Settings, _offers.Take(), out EncodedFrame? frame, out _))
            return null;
        frame.Release();
        return frame.Stamp.Number;
    }

    private async Task WokenAsync() =>
        Assert.True(await _woken.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), "no frame came");
}
