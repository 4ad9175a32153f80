namespace VideoStream.Frames.Jpeg;

/// <summary>
/// How much work it may be to decode a camera's JPEG. Each scan of a progressive JPEG goes over the whole picture, and needs no more than
/// a few bytes for that: a file of 100 kB can keep a core busy for minutes. Encoders write about ten scans.
/// </summary>
internal static class JpegLimits
{
    /// <summary>The most scans of a JPEG of any size.</summary>
    public const int MostScans = 100;

    /// <summary>The most pixels of all scans together: eight scans of the largest picture, sixteen of 7680x4320.</summary>
    private const long MaxPixels = 8L * 8192 * 8192;

    /// <summary>The most scans that a JPEG of this size may have.</summary>
    public static int MaxScans(PictureSize size) => (int)Math.Min(MostScans, MaxPixels / Math.Max(1, (long)size.Width * size.Height));
}
