using OpenCvSharp;
using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>Paints pictures, and looks at them as OpenCV shows them.</summary>
internal static class PictureExtensions
{
    /// <summary>Makes a picture of one grey.</summary>
    public static void Paint(this PixelPlanes picture, PictureSize size, byte level)
    {
        picture.Create(size, ChromaSubsampling.Yuv420);
        picture.Fill(level);
    }

    /// <summary>A copy in BGR, which the caller disposes.</summary>
    public static Mat ToMat(this PixelPlanes picture)
    {
        var mat = new Mat();
        BgrConversion.ToBgr(picture, mat);
        return mat;
    }

    /// <summary>The pixels of a frame in its own size.</summary>
    public static PixelPlanes Pixels(this Frame frame) => frame.Pixels(frame.Size);

    /// <summary>The pixels of content in its own size.</summary>
    public static PixelPlanes Pixels(this FrameContent content) => content.Pixels(content.Size);

    /// <summary>Whether every sample of a picture is this grey, so that it is not torn or overwritten.</summary>
    public static bool IsUniform(this PixelPlanes picture, byte level)
    {
        return !picture.Y.All().ContainsAnyExcept(level)
            && !picture.Cb.All().ContainsAnyExcept(PixelPlanes.Neutral)
            && !picture.Cr.All().ContainsAnyExcept(PixelPlanes.Neutral);
    }

    /// <summary>All samples of a plane, without padding.</summary>
    public static ReadOnlySpan<byte> All(this Plane plane)
    {
        var all = new byte[plane.Width * plane.Height];
        for (int y = 0; y < plane.Height; y++)
            plane.Row(y).CopyTo(all.AsSpan(y * plane.Width));
        return all;
    }
}
