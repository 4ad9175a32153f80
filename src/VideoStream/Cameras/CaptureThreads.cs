namespace VideoStream.Cameras;

/// <summary>The capture threads of one camera that have not ended. A driver can keep a thread in a read for ever.</summary>
internal sealed class CaptureThreads
{
    private const int MaxThreads = 3;

    private readonly List<CaptureThread> _threads = [];

    /// <summary>Completes when all threads have ended. Never fails.</summary>
    public Task Ended => Task.WhenAll(_threads.Select(thread => thread.Ended));

    /// <summary>Whether another thread may start. If not, too many hang in the driver.</summary>
    public bool CanStart()
    {
        _threads.RemoveAll(thread => thread.Ended.IsCompleted);
        return _threads.Count < MaxThreads;
    }

    /// <summary>Whether a thread that was started before has not ended.</summary>
    public bool HasOtherThan(CaptureThread thread) => _threads.Any(other => other != thread && !other.Ended.IsCompleted);

    public void Add(CaptureThread thread) => _threads.Add(thread);
}
