using System.Collections.Concurrent;

namespace VideoStream.Tests.Support;

/// <summary>Resumes asynchronous methods only when the test says so, as a thread pool may that is busy.</summary>
internal sealed class HeldContinuations : SynchronizationContext
{
    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _blocked = new();

    public override void Post(SendOrPostCallback d, object? state) => _blocked.Enqueue((d, state));

    /// <summary>Runs a method up to its first wait.</summary>
    public T Run<T>(Func<T> method)
    {
        SynchronizationContext? before = Current;
        SetSynchronizationContext(this);
        try
        {
            return method();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Resumes one method, if one is ready to go on.</summary>
    public bool TryResume()
    {
        if (!_blocked.TryDequeue(out var blocked))
            return false;
        blocked.Callback(blocked.State);
        return true;
    }
}
