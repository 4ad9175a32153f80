using System.Diagnostics.CodeAnalysis;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources.Nats;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Viewers;

namespace VideoStream.Relay;

/// <summary>
/// Publishes one variant of a camera: the newest frame whenever the connection has room, as for a viewer. One subscription, however many
/// relays there are.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Its loop disposes the subscription when it ends.")]
internal sealed partial class PublishedVariant : IFrameConsumer
{
    /// <summary>A camera of more frames a second sends the next one soon, unless its picture does not change.</summary>
    private const double SlowRate = 2;

    private static readonly TimeSpan RepeatAge = TimeSpan.FromSeconds(0.5);

    private readonly VariantSubscription _subscription;
    private readonly VariantSet _variants;
    private readonly Variant _variant;
    private readonly Uplink _uplink;
    private readonly PublishTarget _target;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly WakeSignal _signal = new();
    private readonly Func<EncodedFrame?, bool> _tryPublish;
    private readonly Action _wake;
    private EncodedFrame? _missed, _unfinished, _newest;
    private Task _publishing = Task.CompletedTask;
    private volatile bool _isClosed, _isRepeatDue, _isDeclined;
    private UplinkSkips _skips;
    private long _publishedAt, _publishingSince;

    public PublishedVariant(
        VariantSet variants, Variant variant, Uplink uplink, PublishTarget target, TimeProvider time, ILogger logger)
    {
        (_variants, _variant, _uplink, _target) = (variants, variant, uplink, target);
        (_time, _logger) = (time, logger);
        Substitutes = new SubstituteLimit(time);
        _subscription = new VariantSubscription(variants, this, time);
        _wake = _signal.Set;
        _tryPublish = offered => TryPublish(offered, isOfferedNext: true);
    }

    public Variant Variant => _variant;

    public PublishTarget Target => _target;

    /// <summary>Limits how often it begins anew for relays that asked for another one.</summary>
    public SubstituteLimit Substitutes { get; }

    /// <summary>Whether it has ended without being closed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Why nothing of it was published lately, in words; null if something was.</summary>
    public string? Problem => WasPublishedLately ? null : _target.TooLong ?? _subscription.Problem;

    /// <summary>One frame that can't be encoded, or is too long, is no reason for the others.</summary>
    private bool WasPublishedLately =>
        Volatile.Read(ref _publishedAt) is not 0 and var at && _time.GetElapsedTime(at) < LeaseTable.RenewInterval;

    /// <inheritdoc/>
    public bool OnFrame(EncodedFrame frame)
    {
        if (_signal.TryRunInline(_tryPublish, frame, out bool sleepsOn))
            return sleepsOn;
        Volatile.Write(ref _missed, frame);
        _signal.Set();
        return false;
    }

    /// <summary>A relay has lost its place.</summary>
    public void RequestKeyFrame() => _subscription.HastenKeyFrame();

    /// <summary>Another relay has come. Where the next frame may be far, the newest is published again: others leave it out.</summary>
    public void Repeat()
    {
        _isRepeatDue = true;
        _signal.Set();
    }

    /// <summary>Begins to publish.</summary>
    public void Start() => _ = Task.Run(RunAsync);

    /// <summary>Ends it.</summary>
    public void Close()
    {
        _isClosed = true;
        _signal.Set();
    }

    /// <summary>Publishes until it is closed. Never throws.</summary>
    private async Task RunAsync()
    {
        _uplink.Server.Changed += _wake;
        try
        {
            while (!_isClosed)
            {
                if (_unfinished is not null)
                    await FinishAsync();
                else if (TryPublish(Interlocked.Exchange(ref _missed, null), isOfferedNext: false))
                    await _signal.WaitAsync();
            }
        }
        catch (Exception e)
        {
            // The next question for it starts another one.
            HasFailed = true;
            LogFailed(_logger, e, _target.Subject);
        }
        finally
        {
            _uplink.Server.Changed -= _wake;
            _unfinished?.Release();
            Forget();
            _uplink.Turns.End(_wake);
            _subscription.Dispose();
        }
    }

    /// <summary>Publishes the offered frame, or else the newest and those that follow, while the connection takes them at once.</summary>
    /// <returns>Whether the loop may sleep; else it has work.</returns>
    private bool TryPublish(EncodedFrame? offered, bool isOfferedNext)
    {
        while (!_isClosed)
        {
            if (!_uplink.Server.IsConnected)
            {
                _uplink.Turns.End(_wake);
                _subscription.Pause();
                return true;
            }

            if (!TryRepeat(out EncodedFrame? frame) && !TryTake(offered, out frame))
                return true;
            if (!TrySend(frame))
                return false;
            _uplink.Turns.End(_wake);
            // Who declined a frame is not offered the next one before it has asked for it.
            if (isOfferedNext && ReferenceEquals(frame, offered) && !_isDeclined)
                return true;
            (offered, _isDeclined) = (null, false);
        }

        return false;
    }

    private bool IsDue => _subscription.Wants(_variants.Camera.Frames.Newest);

    private bool TryTake(EncodedFrame? offered, [NotNullWhen(true)] out EncodedFrame? frame)
    {
        frame = null;
        if (IsDue && !_uplink.Turns.TryBegin(_wake))
        {
            _isDeclined = true;
            _skips.OnFull();
            _subscription.Decline();
            return false;
        }

        bool isTaken = _subscription.TryTake(_variant, Math.Min(_variants.Limits.FrameRate, _target.Rate), offered, out frame);
        if (isTaken)
            _skips.OnTaken(_subscription.SkippedBefore);
        else if (!IsDue)
            _uplink.Turns.End(_wake);
        return isTaken;
    }

    private bool TryRepeat([NotNullWhen(true)] out EncodedFrame? frame)
    {
        frame = null;
        if (!_isRepeatDue)
            return false;
        _isRepeatDue = false;
        if (_newest is not { Unit: null or { IsKeyFrame: true } } newest
            || _variants.Camera.Status.State != CameraState.Live
            || (_variants.Camera.ExpectedRate > SlowRate && _time.GetElapsedTime(_publishedAt) < RepeatAge))
            return false;
        newest.Retain();
        frame = newest;
        return true;
    }

    private bool TrySend(EncodedFrame frame)
    {
        var published = PublishedFrame.Of(frame, _skips.IsNext, _target.Instance, _variants.Camera, _time);
        // A relay makes placeholders of its own, with the same words.
        if (!frame.Live || !_target.Takes(frame.Unit, published.Length, _uplink.Server.MaxPayload))
        {
            frame.Release();
            Forget();
            return true;
        }

        _unfinished = frame;
        ValueTask publishing = _uplink.PublishAsync(_target.Subject, published);
        if (!publishing.IsCompletedSuccessfully)
        {
            _publishingSince = _time.GetTimestamp();
            _publishing = publishing.AsTask();
            return false;
        }

        Complete();
        return true;
    }

    private async ValueTask FinishAsync()
    {
        try
        {
            await _publishing;
            _skips.OnWaited(_time.GetElapsedTime(_publishingSince));
            Complete();
        }
        catch (Exception e) when (e.IsOfConnection(CancellationToken.None))
        {
            // The connection is lost, and connects again by itself; or it took nothing for five seconds. The frame may be old.
            _unfinished?.Release();
            _unfinished = null;
            Forget();
        }

        _uplink.Turns.End(_wake);
    }

    private void Complete()
    {
        // A repetition does not show that frames are made.
        if (!ReferenceEquals(_newest, _unfinished))
            Volatile.Write(ref _publishedAt, _time.GetTimestamp());
        Forget();
        _skips.OnPublished();
        (_newest, _unfinished) = (_unfinished, null);
        _target.Count();
    }

    /// <summary>The newest frame is not the camera's any more.</summary>
    private void Forget()
    {
        _newest?.Release();
        _newest = null;
    }
}
