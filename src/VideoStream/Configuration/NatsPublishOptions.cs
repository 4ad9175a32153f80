namespace VideoStream.Configuration;

/// <summary>What is published to NATS: <c>VideoStream:Publish:Nats</c>.</summary>
[Reload(TakesEffect.AfterRestart)]
internal sealed class NatsPublishOptions
{
    /// <summary>The server: <c>nats://HOST:4222</c>. Default: not set, nothing is published.</summary>
    public string? Url { get; set; }

    /// <summary>
    /// What all subjects begin with: tokens of letters, digits, '-' and '_', separated by dots. Counts for cameras that are relayed, too.
    /// Default <c>videostream</c>.
    /// </summary>
    public string Prefix { get; set; } = "videostream";

    /// <summary>The names of the cameras that are published. Default: none, which stands for all that are not relayed themselves.</summary>
    public string[] Cameras { get; set; } = [];

    /// <summary>
    /// Whether this service, when it starts, takes over the cameras that another one publishes under the same names. That one stops
    /// publishing them. Default false: this one waits until the other is gone, and says so.
    /// </summary>
    public bool TakeOver { get; set; }

    /// <summary>
    /// Maximum number of variants of one camera that are published. Relays that ask for more are given the nearest lower one. Default 12, 1
    /// to 1000.
    /// </summary>
    [AllowedRange(1, 1000)]
    public int MaxVariants { get; set; } = 12;
}
