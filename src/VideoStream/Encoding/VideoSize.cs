using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>The size of a video's frames.</summary>
internal static class VideoSize
{
    /// <summary>What encoders accept.</summary>
    private const int MinSide = 16;

    /// <summary>
    /// The size that a source's frames have in a video: fitted into a box, never enlarged, and even, because a sample of colour is for two
    /// pixels each way. Applied to its own result it changes nothing.
    /// </summary>
    public static PictureSize Of(PictureSize source, PictureSize? box)
    {
        PictureSize fitted = box is { } maxSize ? source.FitInto(maxSize) : source;
        return new(Math.Max(MinSide, fitted.Width & ~1), Math.Max(MinSide, fitted.Height & ~1));
    }
}
