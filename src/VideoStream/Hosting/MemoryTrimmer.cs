namespace VideoStream.Hosting;

/// <summary>Returns free memory to the system once a minute: what viewers and cameras used that are gone.</summary>
internal sealed class MemoryTrimmer(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>How often it was done.</summary>
    public int Trims { get; private set; }

    /// <summary>Runs until cancelled.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            NativeMemory.Trim();
            Trims++;
        }
    }
}
