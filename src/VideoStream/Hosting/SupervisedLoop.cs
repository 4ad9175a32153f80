using VideoStream.Cameras;

namespace VideoStream.Hosting;

/// <summary>
/// Runs a background loop for as long as the service runs. A loop that fails, or returns although nothing cancelled it, is logged as
/// critical and started again after a delay that grows with each failure.
/// </summary>
/// <param name="name">The loop's name, for the log and the health check.</param>
/// <param name="run">Runs the loop until cancelled. Called again on the same object after a failure.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Spreads the restarts of loops that failed together.</param>
/// <param name="logger">Gets the failures.</param>
internal sealed partial class SupervisedLoop(
    string name, Func<CancellationToken, Task> run, TimeProvider time, Random random, ILogger<SupervisedLoop> logger)
{
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromSeconds(1);

    // A loop that ran for longer than this before it failed starts with the shortest delay again.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    private readonly ReconnectBackoff _delay = new(ShortestDelay, LongestDelay, random);
    private string? _problem;

    public string Name => name;

    /// <summary>Why the loop does not run, in words for an operator; null while it runs.</summary>
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
                throw new InvalidOperationException("the loop returned, although nothing cancelled it");
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
        // The message may hold a camera's URL with its password: it goes to the log alone.
        Volatile.Write(ref _problem, $"the loop {name} failed: {failure.GetType().Name}, see the log; restarting");
        await Task.Delay(delay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Volatile.Write(ref _problem, null);
    }

    [LoggerMessage(400, LogLevel.Critical, "The loop {Loop} failed; restarting it in {Seconds:0.#} s")]
    private partial void LogFailed(Exception exception, string loop, double seconds);
}
