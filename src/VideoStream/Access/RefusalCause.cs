namespace VideoStream.Access;

/// <summary>Why a client was refused.</summary>
internal enum RefusalCause
{
    /// <summary>It asked for a host name that is not the service's.</summary>
    Host,

    /// <summary>It is a page of another site.</summary>
    Origin,

    /// <summary>All places are taken.</summary>
    TooManyClients,

    /// <summary>Its address has as many places as one may have.</summary>
    TooManyOfAddress,

    /// <summary>A page asks for more streams than one may have.</summary>
    TooManyOfPage,

    /// <summary>An address opens streams too quickly.</summary>
    TooManyHandshakes,

    /// <summary>An address sends requests too quickly.</summary>
    TooManyRequests,

    /// <summary>As many connections are open as the process can have.</summary>
    TooManyConnections,

    /// <summary>Too many snapshots of a camera wait to be made.</summary>
    TooManySnapshots,

    /// <summary>Its key is not configured.</summary>
    WrongKey,

    /// <summary>The time of its key is over.</summary>
    ExpiredKey,

    /// <summary>Its link has expired or was revoked.</summary>
    EndedLink,

    /// <summary>Its token is not valid, or has expired.</summary>
    WrongToken,

    /// <summary>Its token can't be checked, because the issuer does not answer.</summary>
    IssuerUnreachable,

    /// <summary>Its address sent too many wrong keys.</summary>
    TooManyTries,
}
