using VideoStream.Encoding;
using VideoStream.Viewers;

namespace VideoStream.Status;

/// <summary>
/// Fills the histograms, once a second, from what the newest frames carry anyway. So no frame and no acknowledgement pays for them.
/// </summary>
internal sealed class MetricsSampler(EncodingMetrics encoding, ViewerMetrics viewers, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Runs until cancelled.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            encoding.Sample();
            viewers.Sample();
        }
    }
}
