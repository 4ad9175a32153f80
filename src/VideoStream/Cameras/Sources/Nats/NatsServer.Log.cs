namespace VideoStream.Cameras.Sources.Nats;

/// <content>What is logged.</content>
internal sealed partial class NatsServer
{
    [LoggerMessage(120, LogLevel.Information, "Connected to the NATS server {Server}")]
    private static partial void LogConnected(ILogger logger, string server);

    [LoggerMessage(121, LogLevel.Warning, "NATS: {Reason}. Trying again.")]
    private static partial void LogLost(ILogger logger, string reason);

    [LoggerMessage(
        122, LogLevel.Warning, "Frames from {Server} wait for others: the link carries less than is asked for. Connecting anew.")]
    private static partial void LogDropping(ILogger logger, string server);
}
