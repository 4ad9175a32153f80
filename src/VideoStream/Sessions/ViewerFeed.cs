using System.Diagnostics.CodeAnalysis;
using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Sessions;

/// <summary>
/// One viewer's pictures: as its settings ask for them, and as its link carries them. Used by the viewer's sending loop, or
/// by who stands in for it, except where it says otherwise.
/// </summary>
internal sealed class ViewerFeed : IDisposable
{
    private readonly CameraVariants _camera;
    private readonly ILinkProbe _probe;
    private readonly ClientLimits _limits;
    private readonly TimeProvider _time;
    private readonly Action _wake;
    private readonly PictureFeed _feed;
    private readonly ViewerLink _link;
    private ITimer? _timer;
    private Choice _choice;
    private ViewerSettings? _settings;
    private bool _isSending;
    private long _heldSince;

    /// <summary>A viewer comes.</summary>
    /// <param name="camera">The camera that it watches.</param>
    /// <param name="probe">Its connection.</param>
    /// <param name="options">What it may have.</param>
    /// <param name="wake">Called from any thread when it is worth trying to take again, which may be done right there. Must not block.</param>
    /// <param name="time">The clock by which pictures are stamped.</param>
    public ViewerFeed(CameraVariants camera, ILinkProbe probe, VideoStreamOptions options, Action wake, TimeProvider time)
    {
        (_camera, _probe, _limits, _wake, _time) = (camera, probe, options.WebSocket, wake, time);
        _feed = new PictureFeed(camera, wake, time);
        _link = new ViewerLink(options.Adaptive, camera.DefaultQuality, BytesOf);
    }

    /// <summary>Pictures that were due and were not taken in time.</summary>
    public long Skipped => _feed.Skipped;

    /// <summary>What was chosen last; null before the first choice. For any thread.</summary>
    public Choice? Choice => _link.Choice is { Rate: > 0 } choice ? choice : null;

    /// <summary>What is known of the way to the viewer. For any thread.</summary>
    public LinkReport Report => _link.Report(_feed.IsOverloaded || _feed.IsSubstituted);

    /// <summary>How many frames are recorded as in flight. For any thread.</summary>
    public int RecordedInFlight => _link.RecordedInFlight;

    /// <summary>
    /// Since when the kernel can't get rid of what it has, so that nothing is sent, in monotonic ticks; 0 while it can. For any thread.
    /// </summary>
    public long HeldSince => Volatile.Read(ref _heldSince);

    private TimeSpan Now => _time.GetElapsedTime(0);

    /// <summary>Takes the newest picture that is to be sent now, if there is one; else <c>wake</c> will be called.</summary>
    /// <param name="settings">What the viewer asked for.</param>
    /// <param name="picture">The picture, which counts as sent from now on; the caller releases it.</param>
    /// <param name="changed">Whether something else was chosen than before, because of the link.</param>
    public bool TryTake(ViewerSettings settings, [NotNullWhen(true)] out EncodedPicture? picture, out bool changed)
    {
        (picture, changed) = (null, false);
        // That it is asked for means that the one before was taken.
        if (_isSending)
            _link.Sent(Now);
        _isSending = false;
        // The link is looked at only when there is something new to send; else it is the feed that wakes us.
        if ((_feed.IsBehind || _choice == default) && !MaySend(settings, out changed))
            return false;
        if (!_feed.TryTake(settings.Variant(_choice), _choice.Rate, out picture))
            return false;
        _isSending = true;
        _link.Sending(new SentPicture(
            picture.Stamp.Number, picture.Bytes.Length, _time.GetElapsedTime(0, picture.Stamp.Timestamp), Now));
        return true;
    }

    /// <summary>The picture that was taken last went to the kernel at once.</summary>
    public void SentAtOnce() => _isSending = false;

    /// <summary>Nothing is wanted for now.</summary>
    public void Pause()
    {
        _feed.Pause();
        _link.Pause();
        _isSending = false;
        Volatile.Write(ref _heldSince, 0);
    }

    /// <summary>The viewer's settings have changed. For any thread.</summary>
    public void Follow(ViewerSettings settings) => _link.Follow(WishOf(settings), Now);

    /// <summary>A picture has arrived. For any thread.</summary>
    /// <returns>False if it was not sent, or was acknowledged before.</returns>
    public bool TryAcknowledge(long number)
    {
        if (!_link.TryAcknowledge(number, Now))
            return false;
        // Only then is it waited for: in between there is nothing to do.
        if (_link.IsHeld)
            _wake();
        return true;
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _feed.Dispose();
    }

    private bool MaySend(ViewerSettings settings, out bool changed)
    {
        changed = false;
        if (ReferenceEquals(settings, _settings) && _link.IsUnhindered)
            return true;
        _settings = settings;
        TimeSpan now = Now;
        TcpSnapshot? snapshot = _link.NeedsLook && _probe.TryRead(out TcpSnapshot read) ? read : null;
        _choice = _link.Choose(WishOf(settings), _camera.Camera.Newest?.Rate ?? 0, snapshot, _feed.IsOverloaded, now, out changed);
        TimeSpan wait = _link.WaitForRoom(now);
        bool isHeld = wait > TimeSpan.Zero && _link.HasOutstanding;
        Volatile.Write(ref _heldSince, !isHeld ? 0 : _heldSince != 0 ? _heldSince : _time.GetTimestamp());
        if (wait == TimeSpan.Zero)
            return true;
        _timer ??= _time.CreateTimer(_ => _wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
        _feed.Decline();
        return false;
    }

    private Wish WishOf(ViewerSettings settings)
    {
        PictureSize? source = _camera.Camera.Newest?.Size;
        var asked = new Choice(settings.Quality, settings.Box, Math.Min(settings.Fps, _limits.FrameRate));
        bool isCamerasOwn = settings.Variant(asked).Normalize(source, _camera.DefaultQuality).Quality == Variant.SourceQuality
            && _camera.Camera.Frames.IsNewestPassable;
        return new Wish(asked, settings.Box is null ? source : null, settings.Adaptive, isCamerasOwn);
    }

    private double BytesOf(Choice choice)
    {
        PictureSize source = _camera.Camera.Size;
        PictureSize size = choice.Box is { } box ? source.FitInto(box) : source;
        int quality = size == source && choice.Quality == _camera.DefaultQuality && _camera.Camera.Frames.IsNewestPassable
            ? Variant.SourceQuality
            : choice.Quality;
        return _camera.Bytes.Estimate(size, quality);
    }
}
