using OpenCvSharp;
using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>Resizes pictures, a plane at a time.</summary>
internal static class PictureResizer
{
    /// <summary>
    /// Writes a picture in another size. It has a colour sample for two times two pixels, or none: who asks for a smaller picture has no
    /// use for more.
    /// </summary>
    public static void Resize(PixelPlanes from, PixelPlanes to, PictureSize size)
    {
        to.Create(size, from.IsGrey ? ChromaSubsampling.Grey : ChromaSubsampling.Yuv420);
        Resize(from.Y, to.Y);
        if (from.IsGrey)
            return;
        Resize(from.Cb, to.Cb);
        Resize(from.Cr, to.Cr);
    }

    private static void Resize(Plane from, Plane to)
    {
        using Mat source = from.AsMat(), target = to.AsMat();
        Cv2.Resize(source, target, new Size(to.Width, to.Height), 0, 0, Interpolation(from, to));
    }

    /// <summary>
    /// Averaging areas looks best. It is fast for whole factors, but several times slower for others. So a size of at least one half is
    /// interpolated: there it loses too little to alias.
    /// </summary>
    private static InterpolationFlags Interpolation(Plane from, Plane to)
    {
        bool whole = from.Width % to.Width == 0 && from.Height % to.Height == 0;
        return whole || from.Width > to.Width * 2 ? InterpolationFlags.Area : InterpolationFlags.Linear;
    }
}
