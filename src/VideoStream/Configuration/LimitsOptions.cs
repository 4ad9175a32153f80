namespace VideoStream.Configuration;

/// <summary>Limits that keep one client from taking the service away from the others: <c>VideoStream:Limits</c>.</summary>
internal sealed class LimitsOptions
{
    /// <summary>
    /// Maximum number of open connections of all kinds. Default 0: the process's limit of open files, less its own files and 64 for cameras
    /// and health checks. 0 to 1000000.
    /// </summary>
    [AllowedRange(0, 1_000_000)]
    public int MaxConnections { get; set; }

    /// <summary>Seconds after which a connection without a request is closed. Default 30, 1 to 3600.</summary>
    [AllowedRange(1, 3600)]
    public double IdleTimeout { get; set; } = 30;

    /// <summary>Seconds that a client may take to send a request line and headers. Default 10, 1 to 3600.</summary>
    [AllowedRange(1, 3600)]
    public double RequestHeadersTimeout { get; set; } = 10;

    /// <summary>
    /// Maximum number of streams, WebSocket and MJPEG together, that one address may open in a second. Further requests get 429 with
    /// <c>Retry-After</c>. 0: no limit. Default 50, 0 to 100000.
    /// </summary>
    [AllowedRange(0, 100_000)]
    public int HandshakesPerAddress { get; set; } = 50;
}
