using System.Collections.Concurrent;

namespace VideoStream.Cameras.Sources;

/// <summary>
/// Checks of sources, on threads of the pool and with a bound: a network drive that is gone blocks for ever, and a camera's loop must go
/// on, and end when it is to. A camera has one check at a time, so one thread at most hangs.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class SourceChecks<T>(TimeProvider time)
{
    /// <summary>More than it takes to connect to a camera on the network.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, Task<T>> _running = new();

    /// <summary>Checks, or goes on to wait for the check before if that has not ended.</summary>
    /// <param name="camera">The camera.</param>
    /// <param name="check">Checks its source.</param>
    /// <param name="unanswered">The result if the check takes too long.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<T> RunAsync(Camera camera, Func<Task<T>> check, T unanswered, CancellationToken cancellationToken)
    {
        Task<T>? running = _running.GetValueOrDefault(camera.Name);
        if (running is null or { IsCompleted: true })
            _running[camera.Name] = running = Task.Run(check, CancellationToken.None);
        try
        {
            return await running.WaitAsync(Longest, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return unanswered;
        }
    }

    /// <summary>Forgets a camera, whose source is another one from now on.</summary>
    public void Forget(Camera camera) => _running.TryRemove(camera.Name, out _);
}
