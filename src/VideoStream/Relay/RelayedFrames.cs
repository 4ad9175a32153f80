using System.Diagnostics.CodeAnalysis;
using VideoStream.Cameras.Sources.Nats;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Relay;

/// <summary>
/// One variant of a camera that another service publishes: receives its frames, and keeps asking for it with a lease while somebody watches
/// it here.
/// </summary>
internal sealed partial class RelayedFrames : IRelayedFrames
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(0.5);

    private readonly RelayedStream _stream;
    private readonly Action _refused;
    private readonly ILogger _logger;
    private readonly LeaseClient _lease;
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _renewNow = new(0);
    private FrameReceiver? _receiver;
    private volatile bool _isGranted;

    /// <summary>Whether the service publishes a lower variant instead, which may not be received here.</summary>
    private bool _awaitsRoom;

    private string? _problem;

    private RelayedFrames(RelayedStream stream, Action refused, ILogger logger)
    {
        (_stream, _refused, _logger) = (stream, refused, logger);
        _lease = new LeaseClient(stream.Upstream, stream.Time);
        stream.KeyFrameNeeded += RequestKeyFrame;
    }

    /// <inheritdoc/>
    public long Newest => _stream.Queue.Newest;

    /// <inheritdoc/>
    public string? Problem
    {
        get
        {
            // While nothing is known of the service, the state of the camera says why.
            if (!Server.IsConnected || _stream.Upstream.State is null)
                return null;
            if (IsReceivingRefused)
                return $"this relay may not receive {Receiving}";
            if (Volatile.Read(ref _problem) is { } problem)
                return problem;
            if (!_isGranted)
                return Refusal is null ? null : $"this relay may not ask for {_stream.Name}";
            return _stream.IsWaiting && IsKeyFrameRefused ? $"this relay may not ask for key frames of {Receiving}" : null;
        }
    }

    private NatsServer Server => _stream.Upstream.Server;

    private string? Refusal => Server.Refusals.OfQuestion(_stream.Upstream.Subjects.Lease(_stream.Name));

    /// <summary>The variant that is received, which can be a lower one than the one that is asked for.</summary>
    private string Receiving => Volatile.Read(ref _receiver)?.Variant ?? _stream.Name;

    private bool IsReceivingRefused => IsFrameRefused(Receiving);

    private bool IsKeyFrameRefused => _lease.IsKeyFrameRefused(Receiving);

    /// <summary>Begins to ask for a variant.</summary>
    /// <param name="stream">Gets its frames.</param>
    /// <param name="refused">Called when the NATS server refuses it.</param>
    /// <param name="logger">The log.</param>
    public static RelayedFrames Start(RelayedStream stream, Action refused, ILogger logger)
    {
        var frames = new RelayedFrames(stream, refused, logger);
        frames.Server.Changed += frames.RenewNow;
        frames.Server.Refusals.Refused += frames.OnRefused;
        stream.Links.Reduced += frames.RenewNow;
        stream.Upstream.ClockSet += stream.Links.OnClockSet;
        stream.Upstream.ServiceChanged += frames.RenewNow;
        _ = Task.Run(() => frames.RunAsync(frames._end.Token));
        return frames;
    }

    /// <inheritdoc/>
    public bool TryTakeNext(long after, [NotNullWhen(true)] out EncodedFrame? frame) => _stream.Queue.TryTakeNext(after, out frame);

    /// <inheritdoc/>
    public void RequestKeyFrame()
    {
        if (Volatile.Read(ref _receiver) is { } receiver && !_lease.TryRequestKeyFrame(receiver.Variant))
            RenewNow();
    }

    public void Dispose()
    {
        Server.Changed -= RenewNow;
        Server.Refusals.Refused -= OnRefused;
        _stream.Links.Reduced -= RenewNow;
        _stream.Upstream.ClockSet -= _stream.Links.OnClockSet;
        _stream.Upstream.ServiceChanged -= RenewNow;
        _stream.Queue.Close();
        _end.Cancel();
    }

    private void OnRefused(string subject)
    {
        if (_stream.IsRefused)
            _refused();
        if (subject == _stream.Upstream.Subjects.Frames(Receiving))
            RenewNow();
    }

    private void RenewNow() => _renewNow.Release();

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                bool isRenewed = await TryRenewAsync(cancellationToken);
                SetGranted(isRenewed);
                // Who waits may know something else now, such as the camera's size.
                OnRefused(_stream.Name);
                await _renewNow.WaitAsync(PauseAfter(isRenewed), cancellationToken);
                // One question answers them all.
                while (_renewNow.Wait(0, CancellationToken.None))
                {
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody watches it any more.
        }
        finally
        {
            SetGranted(false);
            await EndAsync();
        }
    }

    /// <summary>What the link carries changes sooner than a lease has to be renewed.</summary>
    private TimeSpan PauseAfter(bool isRenewed) =>
        (isRenewed && double.IsInfinity(_stream.CarriedRate)) || _awaitsRoom ? LeaseTable.RenewInterval : RetryInterval;

    private void SetGranted(bool isGranted)
    {
        if (isGranted != _isGranted)
            _stream.Upstream.OnGranted(isGranted);
        _isGranted = isGranted;
    }

    private async Task<bool> TryRenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RenewAsync(cancellationToken);
        }
        catch (Exception e) when (e.IsOfConnection(cancellationToken))
        {
            // The connection was lost meanwhile. The camera's state says so, and the next try comes soon.
            return false;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (Interlocked.Exchange(ref _problem, e.Message) != e.Message)
                LogFailed(e, _stream.Name);
            return false;
        }
    }

    /// <summary>Asks once.</summary>
    /// <returns>Whether the variant, or a lower one, is published.</returns>
    private async Task<bool> RenewAsync(CancellationToken cancellationToken)
    {
        _awaitsRoom = false;
        if (!Server.IsConnected)
            return false;
        if (IsReceivingRefused)
        {
            await GiveUpReceivingAsync(cancellationToken);
            return false;
        }

        // Before the question, so that the first frame is not missed.
        await ReceiveAsync(_receiver?.Variant ?? _stream.Name, cancellationToken);
        LeaseAnswer? answer = await _lease.AskAsync(_stream.Name, _stream.CarriedRate, cancellationToken);
        // Of a variant that is granted, the reason why nothing comes of it.
        if (answer?.Error is { } problem && Interlocked.Exchange(ref _problem, problem) != problem)
            LogRefused(_stream.Name, problem);
        if (answer?.Variant is not { } variant || !VariantName.TryParse(variant, out _))
            return false;
        if (IsFrameRefused(variant))
        {
            await AwaitRoomAsync(variant);
            return false;
        }

        _problem = _stream.FindProblem(answer);
        await ReceiveAsync(variant, cancellationToken);
        return true;
    }

    private async Task AwaitRoomAsync(string substitute)
    {
        _problem = $"the service has no room for {_stream.Name}, and this relay may not receive {substitute} in its place";
        _awaitsRoom = true;
        await _lease.ReleaseAsync(_stream.Name);
    }

    private async Task GiveUpReceivingAsync(CancellationToken cancellationToken)
    {
        // Nothing is encoded for nobody.
        if (_isGranted)
            await _lease.ReleaseAsync(_stream.Name);
        // What was granted in place of the variant. There may be room for that the next time.
        if (Receiving != _stream.Name)
            await ReceiveAsync(_stream.Name, cancellationToken);
    }

    private bool IsFrameRefused(string variant) => Server.Refusals.Of(_stream.Upstream.Subjects.Frames(variant)) is not null;

    private async Task ReceiveAsync(string variant, CancellationToken cancellationToken)
    {
        if (_receiver?.Variant == variant)
            return;
        FrameReceiver? before = _receiver;
        // If what follows fails, the next try subscribes.
        Volatile.Write(ref _receiver, null);
        if (before is not null)
            await before.DisposeAsync();
        _stream.Begin();
        Volatile.Write(ref _receiver, await FrameReceiver.StartAsync(_stream, variant, _logger, cancellationToken));
    }

    private async Task EndAsync()
    {
        if (_receiver is { } receiver)
            await receiver.DisposeAsync();
        await _lease.ReleaseAsync(_stream.Name);
        // A connection that is just being made anew loses it, and a link that is too thin carries what is given up for seconds.
        await Task.Delay(RetryInterval, _stream.Time);
        await _lease.ReleaseAsync(_stream.Name);
    }
}
