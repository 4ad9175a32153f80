namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>Path of a viewer's bytes to its socket.</summary>
public enum WritePath
{
    /// <summary>Directly.</summary>
    Direct,

    /// <summary>Through the web server, because of a connection middleware.</summary>
    Middleware,

    /// <summary>Directly to the connection's TLS.</summary>
    Tls,
}
