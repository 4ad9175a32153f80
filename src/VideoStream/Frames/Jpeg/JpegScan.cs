namespace VideoStream.Frames.Jpeg;

/// <summary>What a look at the beginning of a JPEG tells.</summary>
internal enum JpegScan
{
    /// <summary>All is well so far; its end isn't there yet.</summary>
    Incomplete,

    /// <summary>A whole frame.</summary>
    Complete,

    /// <summary>Not a JPEG, one that breaks off, one with something else in its middle, or one too large to be a camera's.</summary>
    Damaged,
}
