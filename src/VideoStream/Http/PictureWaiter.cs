using VideoStream.Encoding;
using VideoStream.Sessions;

namespace VideoStream.Http;

/// <summary>A feed for an HTTP response: the next picture, awaited.</summary>
internal sealed class PictureWaiter : IDisposable
{
    private readonly WakeSignal _signal = new();
    private readonly PictureFeed _feed;

    public PictureWaiter(CameraVariants camera, TimeProvider time)
    {
        _feed = new PictureFeed(camera, _signal.Set, time);
    }

    /// <summary>Waits for the next picture, which the caller releases.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<EncodedPicture> NextAsync(ViewerSettings settings, double maxRate, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(s => ((WakeSignal)s!).Set(), _signal);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_feed.TryTake(settings.Asked, Math.Min(settings.Fps, maxRate), out EncodedPicture? picture))
                return picture;
            await _signal.WaitAsync();
        }
    }

    public void Dispose() => _feed.Dispose();
}
