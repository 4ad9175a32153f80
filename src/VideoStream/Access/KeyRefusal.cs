namespace VideoStream.Access;

/// <summary>Why a client is not let in: a closed set.</summary>
internal enum KeyRefusal
{
    /// <summary>It sent no key.</summary>
    Missing,

    /// <summary>It sent a key that is not configured.</summary>
    Wrong,

    /// <summary>It sent a key whose time is over.</summary>
    Expired,

    /// <summary>It sent a token that is not the issuer's, or not for this service.</summary>
    WrongToken,

    /// <summary>It sent a token whose time is over.</summary>
    ExpiredToken,

    /// <summary>It sent a token that can't be checked, because the issuer does not answer.</summary>
    IssuerUnreachable,

    /// <summary>It opened a link whose time is over.</summary>
    ExpiredLink,

    /// <summary>It opened a link that was revoked.</summary>
    RevokedLink,

    /// <summary>It opened a link that this service did not make, or not in full.</summary>
    WrongLink,

    /// <summary>Its address sent too many wrong keys, so this one was not looked at.</summary>
    TooManyTries,
}
