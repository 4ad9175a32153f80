namespace VideoStream.Configuration;

/// <summary>Defaults and limits of the viewers' streams: <c>VideoStream:WebSocket</c>. Most hold for MJPEG streams too.</summary>
internal sealed class ClientLimits
{
    /// <summary>Bounds of a stream's frame rate, in frames per second. The lower one is a frame in 20 seconds.</summary>
    public const double MinFrameRate = 0.05, MaxFrameRate = 240;

    /// <summary>Whether <c>/ws/video_feed</c> exists. Default true.</summary>
    [Reload(TakesEffect.ForNewViewers)]
    public bool Enabled { get; set; } = true;

    /// <summary>Maximum frame rate of each stream, in frames per second. Default 30, 0.05 to 240.</summary>
    [Reload(TakesEffect.ForNewViewers)]
    [AllowedRange(MinFrameRate, MaxFrameRate)]
    public double FrameRate { get; set; } = 30;

    /// <summary>JPEG quality of a viewer that requests none. Default 80, 1 to 100.</summary>
    [Reload(TakesEffect.ForNewViewers)]
    [AllowedRange(1, 100)]
    public int Quality { get; set; } = 80;

    /// <summary>
    /// Maximum number of places for viewers of all cameras together, WebSocket and MJPEG. The viewers of one page, 32 at most, take one
    /// together. Further ones are refused. Default 10, 1 to 100000.
    /// </summary>
    [Reload(TakesEffect.AtOnce)]
    [AllowedRange(1, 100_000)]
    public int MaxClients { get; set; } = 10;

    /// <summary>
    /// Maximum number of places that one client address may take, WebSocket and MJPEG together. Further viewers of it get 429. Of IPv6, a
    /// network of 64 bits counts as one address. 0: no limit. Default 0, 0 to 100000.
    /// </summary>
    [Reload(TakesEffect.AtOnce)]
    [AllowedRange(0, 100_000)]
    public int MaxClientsPerAddress { get; set; }

    /// <summary>
    /// Maximum number of variants (size, quality, with OSD or without) that are encoded of each camera. Beyond it, a viewer gets the
    /// nearest lower variant that exists. Default 12, 1 to 1000.
    /// </summary>
    [Reload(TakesEffect.AtOnce)]
    [AllowedRange(1, 1000)]
    public int MaxVariants { get; set; } = 12;

    /// <summary>
    /// Seconds between two WebSocket keep-alive pings. A client that does not answer within the same time is disconnected.
    /// Default 30, 1 to 3600.
    /// </summary>
    [Reload(TakesEffect.ForNewViewers)]
    [AllowedRange(1, 3600)]
    public double PingInterval { get; set; } = 30;

    /// <summary>Seconds without progress in sending after which a client is disconnected. Default 10, 1 to 3600.</summary>
    [Reload(TakesEffect.ForNewViewers)]
    [AllowedRange(1, 3600)]
    public double SendTimeout { get; set; } = 10;

    /// <summary>The old name of <see cref="AccessOptions.AllowedOrigins"/>. Default: none.</summary>
    [Reload(TakesEffect.AtOnce)]
    public string[] AllowedOrigins { get; set; } = [];
}
