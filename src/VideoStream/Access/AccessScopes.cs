namespace VideoStream.Access;

/// <summary>What a client may do. The names in lower case are those of the configuration, and of the authorization policies.</summary>
[Flags]
internal enum AccessScopes
{
    None = 0,

    /// <summary>Watch cameras, and set what makes a stream smaller.</summary>
    View = 1,

    /// <summary>Set all of a stream. Includes <see cref="View"/>, without which there is nothing to set.</summary>
    Control = 2,

    /// <summary>Read the metrics.</summary>
    Metrics = 4,

    /// <summary>Everything.</summary>
    Admin = 8,
}
