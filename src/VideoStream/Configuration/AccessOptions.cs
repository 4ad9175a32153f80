namespace VideoStream.Configuration;

/// <summary>Who may use the service, and from where: <c>VideoStream:Access</c>.</summary>
internal sealed class AccessOptions
{
    /// <summary>
    /// Host names that the service answers to, in addition to IP addresses, <c>localhost</c>, the machine's name and
    /// <c>&lt;name&gt;.local</c>; <c>*</c> for all. Requests for others are refused with 400. Default: none, and a trusted proxy may ask
    /// for any name.
    /// </summary>
    [Reload(TakesEffect.AtOnce)]
    public string[] AllowedHosts { get; set; } = [];

    /// <summary>
    /// Origins of other sites' pages (<c>https://example.org</c>) that may use the service and embed the viewer page; <c>*</c> allows every
    /// origin. Pages of this service are always allowed, and so are programs, which send no origin. Default: no other origin.
    /// </summary>
    [Reload(TakesEffect.AtOnce)]
    public string[] AllowedOrigins { get; set; } = [];

    /// <summary>
    /// Addresses (<c>10.0.0.5</c>) or networks (<c>10.0.0.0/24</c>) of proxies, whose <c>X-Forwarded-For</c>, <c>-Proto</c> and
    /// <c>-Host</c> count. Default: none, which stands for loopback.
    /// </summary>
    [Reload(TakesEffect.AtOnce)]
    public string[] TrustedProxies { get; set; } = [];

    /// <summary>The keys by name: 1 to 32 letters, digits, '-' and '_'. Default: none, and everybody may do everything.</summary>
    public Dictionary<string, AccessKeyOptions> Keys { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Tokens of an OpenID Connect issuer that count like keys.</summary>
    public JwtOptions Jwt { get; } = new();

    /// <summary>
    /// Wrong keys that one address may try in a minute. Then it gets 429 with <c>Retry-After</c>, whatever key it sends. Default 10, 1 to
    /// 10000.
    /// </summary>
    [Reload(TakesEffect.AtOnce)]
    [AllowedRange(1, 10_000)]
    public int FailedTriesPerMinute { get; set; } = 10;

    /// <summary>
    /// Directory in which logins and links survive a restart. It is made if it is missing, and belongs to one service. Default: none, and
    /// they end with the process.
    /// </summary>
    [Reload(TakesEffect.AfterRestart)]
    public string? StateDirectory { get; set; }
}
