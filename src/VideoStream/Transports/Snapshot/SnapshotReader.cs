using System.Diagnostics.CodeAnalysis;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Transports.Snapshot;

/// <summary>A subscription that ends after one frame. It is not a viewer: it is neither counted nor adapted.</summary>
internal sealed class SnapshotReader : IFrameConsumer, IDisposable
{
    private readonly VariantSet _camera;
    private readonly ViewerSettings _settings;
    private readonly WakeSignal _signal = new();
    private readonly VariantSubscription _subscription;
    private EncodedFrame? _offered;

    public SnapshotReader(VariantSet camera, ViewerSettings settings, TimeProvider time)
    {
        (_camera, _settings) = (camera, settings);
        _subscription = new VariantSubscription(camera, this, time) { Refused = _signal.Set };
    }

    /// <inheritdoc cref="VariantSubscription.Problem"/>
    public string? Problem => _subscription.Problem;

    /// <summary>Waits for the newest frame.</summary>
    /// <param name="acceptsStale">Whether to return a placeholder too.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// The frame, which the caller releases; null if the camera is not live and has a reason, or if another service refuses it.
    /// </returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<EncodedFrame?> ReadAsync(bool acceptsStale, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration stop = cancellationToken.UnsafeRegister(signal => ((WakeSignal)signal!).Set(), _signal);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!TryTake(out EncodedFrame? frame))
            {
                // One frame that can't be encoded says nothing about the next.
                if (_subscription.Refusal is not null)
                    return null;
                await _signal.WaitAsync();
                continue;
            }

            if (frame.Live || acceptsStale)
                return frame;
            frame.Release();
            // A placeholder. Without a reason, the camera is still being opened.
            if (_camera.Camera.Status.Reason is not null)
                return null;
        }
    }

    /// <summary>Wakes the reader to take the offered frame.</summary>
    public bool OnFrame(EncodedFrame frame)
    {
        Volatile.Write(ref _offered, frame);
        _signal.Set();
        return false;
    }

    public void Dispose() => _subscription.Dispose();

    private bool TryTake([NotNullWhen(true)] out EncodedFrame? frame)
    {
        var variant = new Variant(_settings.Osd, _settings.MaxSize, _settings.Encoding);
        return _subscription.TryTake(variant, _settings.Fps, Interlocked.Exchange(ref _offered, null), out frame);
    }
}
