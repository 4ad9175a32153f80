using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>The size of a video's frames.</summary>
internal static class VideoSize
{
    /// <summary>What encoders accept.</summary>
    private const int MinSide = 16;

    /// <summary>The most macroblocks of a picture at H.264's level 5.2, which is the most that OpenH264 encodes.</summary>
    private const int MaxMacroblocks = 36_864;

    /// <summary>
    /// The size that a source's frames have in a video: fitted into a box, never enlarged, no larger than encoders take, and even, because
    /// a sample of colour is for two pixels each way. Applied to its own result it changes nothing.
    /// </summary>
    public static PictureSize Of(PictureSize source, PictureSize? box)
    {
        PictureSize fitted = box is { } maxSize ? source.FitInto(maxSize) : source;
        PictureSize whole = fitted;
        int thousandths = (int)(1000 * Math.Sqrt((double)MaxMacroblocks / Macroblocks(whole)));
        for (; Macroblocks(fitted) > MaxMacroblocks; thousandths--)
            fitted = new(whole.Width * thousandths / 1000, whole.Height * thousandths / 1000);
        return new(Math.Max(MinSide, fitted.Width & ~1), Math.Max(MinSide, fitted.Height & ~1));
    }

    private static int Macroblocks(PictureSize size) => (size.Width + 15) / 16 * ((size.Height + 15) / 16);
}
