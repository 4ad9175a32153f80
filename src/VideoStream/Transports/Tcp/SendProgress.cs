namespace VideoStream.Transports.Tcp;

/// <summary>What a send that does not block has done.</summary>
internal enum SendProgress
{
    /// <summary>Nothing: others may write first.</summary>
    None,

    /// <summary>It has begun. Nothing else may be written before the rest.</summary>
    Begun,

    /// <summary>The kernel has all bytes.</summary>
    Whole,
}
