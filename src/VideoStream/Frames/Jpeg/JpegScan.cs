namespace VideoStream.Frames.Jpeg;

/// <summary>The result of <see cref="JpegScanner.Advance"/>.</summary>
internal enum JpegScan
{
    /// <summary>No fault so far. The end has not arrived yet.</summary>
    Incomplete,

    /// <summary>A whole frame.</summary>
    Complete,

    /// <summary>Not a JPEG, or one that is cut short, has other data in its middle, or is too much work to decode.</summary>
    Damaged,
}
