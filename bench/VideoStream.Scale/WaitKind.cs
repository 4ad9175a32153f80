namespace VideoStream.Scale;

/// <summary>Why a viewer waits for a picture.</summary>
internal enum WaitKind
{
    /// <summary>It has just come.</summary>
    Arrival,

    /// <summary>It changes to another variant, and the one before ended.</summary>
    Change,

    /// <summary>Its relay died, or no frames came.</summary>
    Loss,
}
