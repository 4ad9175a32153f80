namespace VideoStream.Configuration;

/// <summary>What clients may have and how they are treated: <c>VideoStream:WebSocket</c>.</summary>
internal sealed class FeedOptions
{
    /// <summary>Whether <c>/ws/video_feed</c> exists. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Pictures a second to each client, at most. Default 30.</summary>
    [AllowedRange(1, 240)]
    public double FrameRate { get; set; } = 30;

    /// <summary>JPEG quality of a client that asks for none. Default 80.</summary>
    [AllowedRange(1, 100)]
    public int Quality { get; set; } = 80;

    /// <summary>Clients over all cameras, at most; the next one is turned away. Default 10.</summary>
    [AllowedRange(1, 100_000)]
    public int MaxClients { get; set; } = 10;

    /// <summary>
    /// Variants (size, quality, with OSD or without) that are encoded of each camera, at most; beyond it a client is given the nearest lower
    /// one that exists. Default 12.
    /// </summary>
    [AllowedRange(1, 1000)]
    public int MaxVariants { get; set; } = 12;

    /// <summary>Seconds between keep-alive pings; a client that answers none for as long again is dropped. Default 30.</summary>
    [AllowedRange(1, 3600)]
    public double PingInterval { get; set; } = 30;

    /// <summary>Seconds after which a client that takes nothing of what it is sent is dropped. Default 10.</summary>
    [AllowedRange(1, 3600)]
    public double SendTimeout { get; set; } = 10;

    /// <summary>
    /// Origins of other sites' pages (<c>https://example.org</c>) that may open the socket; <c>*</c> allows all. Pages of this service
    /// and programs, which send no origin, always may. Default: none.
    /// </summary>
    public string[] AllowedOrigins { get; set; } = [];
}
