namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>How what a session writes comes to its socket.</summary>
public enum WritePath
{
    /// <summary>Straight.</summary>
    Direct,

    /// <summary>Through the web server, because a connection middleware stands between.</summary>
    Middleware,
}
