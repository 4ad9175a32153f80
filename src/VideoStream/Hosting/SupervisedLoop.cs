using VideoStream.Cameras;

namespace VideoStream.Hosting;

/// <summary>
/// Runs a background loop until the service stops. A loop that throws, or returns without being cancelled, is logged as critical and
/// restarted after a delay that grows with each failure.
/// </summary>
/// <param name="name">The loop's name, for the log and the health check.</param>
/// <param name="run">The loop. Called again after a failure.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Spreads the restarts of loops that fail together.</param>
/// <param name="logger">The log of failures.</param>
internal sealed partial class SupervisedLoop(
    string name, Func<CancellationToken, Task> run, TimeProvider time, Random random, ILogger<SupervisedLoop> logger)
{
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromSeconds(1);

    /// <summary>Also how long a loop must run for the next delay to be the shortest again.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    private readonly ReconnectBackoff _delay = new(ShortestDelay, LongestDelay, random);
    private string? _problem;

    public string Name => name;

    /// <summary>How far the loop has come; null if that can't be known. May be called by any thread.</summary>
    public Func<LoopProgress>? Progress { get; init; }

    /// <summary>What a loop that runs waits for, and should not; null if there is nothing. May be called by any thread.</summary>
    public Func<string?>? Hang { get; init; }

    /// <summary>Why the loop does not run, for an operator; null while it runs.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    /// <summary>Runs until cancelled. Never throws.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            long started = time.GetTimestamp();
            try
            {
                await run(cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                throw new InvalidOperationException("the loop returned without being cancelled");
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                if (time.GetElapsedTime(started) > LongestDelay)
                    _delay.Reset();
                await WaitForRestartAsync(e, cancellationToken);
            }
        }
    }

    private async Task WaitForRestartAsync(Exception failure, CancellationToken cancellationToken)
    {
        TimeSpan delay = _delay.Next();
        LogFailed(failure, name, delay.TotalSeconds);
        // Without the message, which may hold a camera's URL with its password.
        Volatile.Write(ref _problem, $"the loop {name} failed: {failure.GetType().Name}, see the log; restarting");
        await Task.Delay(delay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Volatile.Write(ref _problem, null);
    }
}
