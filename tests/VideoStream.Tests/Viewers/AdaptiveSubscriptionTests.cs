using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Tests.Support;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Viewers;

/// <summary>What a viewer that acknowledges at once is sent, by how its connection takes it.</summary>
public sealed class AdaptiveSubscriptionTests : IAsyncDisposable
{
    private static readonly ViewerSettings Settings = ViewerSettings.Defaults(new VideoStreamOptions());

    private readonly CameraRig _rig = new();
    private readonly SemaphoreSlim _woken = new(0);
    private readonly OfferedFrames _offers;
    private readonly AdaptiveSubscription _feed;
    private bool _wakeFails;

    public AdaptiveSubscriptionTests()
    {
        _offers = new OfferedFrames(Wake);
        _feed = new AdaptiveSubscription(_rig.Variants, TestConnection.Of(), new VideoStreamOptions(), _offers, Wake, _rig.Time);
    }

    public async ValueTask DisposeAsync()
    {
        _feed.Dispose();
        await _rig.DisposeAsync();
        _woken.Dispose();
    }

    [Fact]
    public async Task A_connection_that_takes_all_at_once_gets_full_quality()
    {
        await ShowAsync(frames: 60, every: 1);
        Assert.Equal(Settings.Encoding, _feed.Rendition!.Value.Encoding);
        Assert.Equal(LimitedBy.Camera, _feed.Report.Limit);
    }

    [Fact]
    public async Task A_connection_that_takes_three_frames_time_for_one_gets_worse_ones()
    {
        await ShowAsync(frames: 60, every: 1);
        await ShowAsync(frames: 10, every: 3);
        Assert.InRange(_feed.Rendition!.Value.Encoding.Quality, 1, Settings.Encoding.Quality - 1);
    }

    [Fact]
    public async Task The_time_of_a_pause_is_no_slowness_of_the_connection()
    {
        await ShowAsync(frames: 60, every: 1);
        _feed.Pause();
        for (int i = 0; i < 300; i++)
            _rig.PublishAndDispatch();
        await ShowAsync(frames: 5, every: 1);
        Assert.Equal(Settings.Encoding, _feed.Rendition!.Value.Encoding);
        Assert.Equal(LimitedBy.Camera, _feed.Report.Limit);
    }

    [Fact]
    public async Task Changed_settings_count_before_the_camera_s_next_frame()
    {
        await ShowAsync(frames: 5, every: 1);
        ViewerSettings smaller = Settings with { MaxSize = new PictureSize(16, 16) };

        Assert.False(_feed.TryTake(smaller, null, out _, out _));

        // If frames of what it had cannot come any more, there is no next one.
        Assert.NotNull(Assert.Single(_rig.Variants.Streams).Variant.MaxSize);
    }

    [Fact]
    public async Task A_blocked_viewer_is_woken_later_and_a_failure_of_that_stays_its_own()
    {
        await ShowAsync(frames: 5, every: 1, acknowledgedAfter: TimeSpan.FromMilliseconds(10));
        // An acknowledgement that is late makes the client lag: it gets two more frames.
        await ShowAsync(frames: 1, every: 1, acknowledgedAfter: TimeSpan.FromSeconds(1));
        await TakeAsync();
        await TakeAsync();
        _rig.PublishAndDispatch();
        Assert.Null(TryTake());
        while (_woken.Wait(0, TestContext.Current.CancellationToken))
        {
        }

        _wakeFails = true;
        // Runs the timer's callback, whose exceptions would end the process.
        _rig.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, _woken.CurrentCount);
    }

    private void Wake()
    {
        _woken.Release();
        if (_wakeFails)
            throw new InvalidOperationException("the test's");
    }

    /// <summary>
    /// Takes frames, each of which keeps the connection busy until the camera has captured some more, and acknowledges them.
    /// </summary>
    private async Task ShowAsync(int frames, int every, TimeSpan acknowledgedAfter = default)
    {
        for (int i = 0; i < frames; i++)
        {
            long number = await TakeAsync(every);
            _rig.Time.Advance(acknowledgedAfter);
            Assert.True(_feed.TryAcknowledge(number));
        }
    }

    /// <summary>Takes one frame, after the camera has captured some.</summary>
    private async Task<long> TakeAsync(int every = 1)
    {
        for (int n = 0; n < every; n++)
            _rig.PublishAndDispatch();
        EncodedFrame? frame;
        Deadline deadline = Limit.Deadline();
        while ((frame = TryTake()) is null)
        {
            deadline.Check();
            Assert.True(await _woken.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), "no frame came");
        }

        frame.Release();
        return frame.Stamp.Number;
    }

    private EncodedFrame? TryTake()
    {
        return _feed.TryTake(Settings, _offers.Take(), out EncodedFrame? frame, out _) ? frame : null;
    }
}
