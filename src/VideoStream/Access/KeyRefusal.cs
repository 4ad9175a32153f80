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

    /// <summary>Its address sent too many wrong keys, so this one was not looked at.</summary>
    TooManyTries,
}
