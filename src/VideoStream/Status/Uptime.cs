namespace VideoStream.Status;

/// <summary>
/// Time since the host started. The process may be older: a shell script that becomes the service with <c>exec</c> keeps its own start
/// time.
/// </summary>
internal sealed class Uptime(TimeProvider time) : IHostedService
{
    private long _started = time.GetTimestamp();

    public TimeSpan Elapsed => time.GetElapsedTime(Volatile.Read(ref _started));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _started, time.GetTimestamp());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
