using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Sessions;

/// <summary>One viewer's adaptation: what to send it next, and when, from what its settings ask for and what its link carries.</summary>
internal sealed class ViewerAdaptation(CameraVariants camera, TcpInfo tcp, VideoStreamOptions options, Action wake, TimeProvider time) : IDisposable
{
    private readonly ViewerLink _link = new(options.Adaptive, camera.DefaultQuality, choice => Estimate(camera, choice));
    private ITimer? _timer;
    private long _heldSince;

    /// <summary>What was chosen last; null before the first choice.</summary>
    public Choice? Choice => _link.Choice is { Rate: > 0 } choice ? choice : null;

    public LinkReport Report => _link.Report(camera.IsLate);

    /// <summary>Since when the kernel can't get rid of what it has, so that nothing is sent, in monotonic ticks; 0 while it can.</summary>
    public long HeldSince => Volatile.Read(ref _heldSince);

    private TimeSpan Now => time.GetElapsedTime(0);

    /// <summary>Chooses what to send next. If it can't be sent now, <c>wake</c> is called when it is worth asking again.</summary>
    /// <param name="settings">What the viewer asked for.</param>
    /// <param name="choice">What to send.</param>
    /// <param name="changed">Whether it is another choice than before, because of the link.</param>
    /// <returns>Whether to send it now.</returns>
    public bool MaySend(ViewerSettings settings, out Choice choice, out bool changed)
    {
        TimeSpan now = Now;
        TcpSnapshot? snapshot = tcp.TryRead(out TcpSnapshot read) ? read : null;
        choice = _link.Choose(Wish(settings), camera.Camera.Newest?.Rate ?? 0, snapshot, now, out changed);
        TimeSpan wait = _link.WaitForRoom(now);
        bool held = wait > TimeSpan.Zero && _link.HasOutstanding;
        Volatile.Write(ref _heldSince, !held ? 0 : _heldSince != 0 ? _heldSince : time.GetTimestamp());
        if (wait == TimeSpan.Zero)
            return true;
        _timer ??= time.CreateTimer(_ => wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
        return false;
    }

    /// <summary>The viewer's settings have changed.</summary>
    public void Follow(ViewerSettings settings) => _link.Follow(Wish(settings), Now);

    /// <summary>A picture is sent from now on.</summary>
    public void Sending(EncodedPicture picture) => _link.Sending(new SentPicture(
        picture.Stamp.Number, picture.Bytes.Length, time.GetElapsedTime(0, picture.Stamp.Timestamp), Now));

    /// <summary>A picture has arrived.</summary>
    /// <returns>False if it was not sent, or was acknowledged before.</returns>
    public bool TryAcknowledge(long number)
    {
        if (!_link.TryAcknowledge(number, Now))
            return false;
        // Only then is it waited for: in between there is nothing to do.
        if (_link.IsHeld)
            wake();
        return true;
    }

    public void Dispose() => _timer?.Dispose();

    private Wish Wish(ViewerSettings settings)
    {
        PictureSize? source = camera.Camera.Newest?.Size;
        var asked = new Choice(settings.Quality, settings.Box, Math.Min(settings.Fps, options.WebSocket.FrameRate));
        bool passed = settings.Variant(asked).Normalize(source, camera.DefaultQuality).Quality == Variant.SourceQuality
            && camera.Camera.Frames.IsNewestPassable;
        return new Wish(asked, settings.Box is null ? source : null, settings.Adaptive, passed);
    }

    private static double Estimate(CameraVariants camera, Choice choice)
    {
        PictureSize source = camera.Camera.Size;
        PictureSize size = choice.Box is { } box ? source.FitInto(box) : source;
        int quality = size == source && choice.Quality == camera.DefaultQuality && camera.Camera.Frames.IsNewestPassable
            ? Variant.SourceQuality
            : choice.Quality;
        return camera.Bytes.Estimate(size, quality);
    }
}
