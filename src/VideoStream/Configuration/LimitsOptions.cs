namespace VideoStream.Configuration;

/// <summary>Limits that keep one client from taking the service away from the others: <c>VideoStream:Limits</c>.</summary>
internal sealed class LimitsOptions
{
    /// <summary>
    /// Maximum number of open connections of all kinds. Default 0: the process's limit of open files, less its own files and 64 for cameras
    /// and health checks. 0 to 1000000.
    /// </summary>
    [Reload(TakesEffect.AfterRestart)]
    [AllowedRange(0, 1_000_000)]
    public int MaxConnections { get; set; }

    /// <summary>Seconds after which a connection without a request is closed. Default 30, 1 to 3600.</summary>
    [Reload(TakesEffect.ForNewViewers)]
    [AllowedRange(1, 3600)]
    public double IdleTimeout { get; set; } = 30;

    /// <summary>Seconds that a client may take to send a request line and headers. Default 10, 1 to 3600.</summary>
    [Reload(TakesEffect.ForNewViewers)]
    [AllowedRange(1, 3600)]
    public double RequestHeadersTimeout { get; set; } = 10;

    /// <summary>
    /// Seconds that a request with a body, as that of a login, may take from its headers to its answer. Then it is cut. Default 10, 1 to
    /// 3600.
    /// </summary>
    [Reload(TakesEffect.AtOnce)]
    [AllowedRange(1, 3600)]
    public double RequestBodyTimeout { get; set; } = 10;

    /// <summary>
    /// Maximum number of bytes of a request's line and headers together. More get 431 or, for the line alone, 414. Default 32768, 4096 to
    /// 1048576.
    /// </summary>
    [Reload(TakesEffect.ForNewViewers)]
    [AllowedRange(4096, 1_048_576)]
    public int MaxHeaderBytes { get; set; } = 32_768;

    /// <summary>
    /// Maximum number of bytes of a request's body. More get 413. Default 65536, 4096 to 1048576. A login has 4096 bytes at most.
    /// </summary>
    [Reload(TakesEffect.ForNewViewers)]
    [AllowedRange(4096, 1_048_576)]
    public int MaxBodyBytes { get; set; } = 65_536;

    /// <summary>
    /// Maximum number of streams, WebSocket and MJPEG together, that one address may open in a second. Further requests get 429 with
    /// <c>Retry-After</c>. 0: no limit. Default 50, 0 to 100000.
    /// </summary>
    [Reload(TakesEffect.AtOnce)]
    [AllowedRange(0, 100_000)]
    public int HandshakesPerAddress { get; set; } = 50;

    /// <summary>
    /// Maximum number of requests of one address that are answered in a second. As many may come at once, and as many again wait for at
    /// most a second. Further ones get 429 with <c>Retry-After</c>, and a connection that goes on is cut. 0: no limit. Default 1000, 0 to
    /// 100000.
    /// </summary>
    [Reload(TakesEffect.AtOnce)]
    [AllowedRange(0, 100_000)]
    public int RequestsPerAddress { get; set; } = 1000;
}
