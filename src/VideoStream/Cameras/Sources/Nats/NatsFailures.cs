using NATS.Client.Core;

namespace VideoStream.Cameras.Sources.Nats;

/// <summary>Failures of the NATS client.</summary>
internal static class NatsFailures
{
    /// <summary>
    /// Whether the connection is why: it is lost, the server refuses, or the link takes nothing for five seconds, which the client reports
    /// as a cancellation.
    /// </summary>
    /// <param name="failure">What the client threw.</param>
    /// <param name="cancellationToken">What it was called with: this cancellation is no failure.</param>
    public static bool IsOfConnection(this Exception failure, CancellationToken cancellationToken) =>
        failure is NatsException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
