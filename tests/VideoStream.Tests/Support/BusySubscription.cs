using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>Keeps the encoder busy: takes every frame at once, and waits for the next.</summary>
internal sealed class BusySubscription : IFrameConsumer, IDisposable
{
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly VariantSubscription _subscription;
    private bool _isStopping;

    public BusySubscription(CameraRig rig)
    {
        _subscription = new VariantSubscription(rig.Variants, this, rig.Time);
        Assert.False(_subscription.TryTake(CameraRig.Plain, 30, null, out _));
    }

    public bool OnFrame(EncodedFrame frame)
    {
        if (Volatile.Read(ref _isStopping))
            _stopped.TrySetResult();
        else if (_subscription.TryTake(CameraRig.Plain, 30, frame, out EncodedFrame? taken))
            taken.Release();
        return !_stopped.Task.IsCompleted;
    }

    public Task StopAsync()
    {
        Volatile.Write(ref _isStopping, true);
        return _stopped.Task;
    }

    public void Dispose() => _subscription.Dispose();
}
