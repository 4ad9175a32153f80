using OpenCvSharp;

namespace VideoStream.Frames;

/// <summary>Converts between planes and the BGR that OpenCV reads and writes (8 bits a channel), for what has no planes.</summary>
internal static class BgrConversion
{
    /// <summary>Converts to planes with a colour sample for two times two pixels, or to grey if there is one channel only.</summary>
    public static void ToPlanes(Mat pixels, PixelPlanes planes)
    {
        var size = new PictureSize(pixels.Width, pixels.Height);
        if (pixels.Channels() == 1)
        {
            planes.Create(size, ChromaSubsampling.Grey);
            using Mat grey = planes.Y.AsMat();
            pixels.CopyTo(grey);
            return;
        }

        planes.Create(size, ChromaSubsampling.Yuv420);
        using var components = new Mat();
        Cv2.CvtColor(pixels, components, ColorConversionCodes.BGR2YCrCb);
        using (Mat luma = planes.Y.AsMat())
            Cv2.ExtractChannel(components, luma, 0);
        using var whole = new Mat();
        Reduce(planes.Cr, 1);
        Reduce(planes.Cb, 2);

        void Reduce(Plane to, int channel)
        {
            Cv2.ExtractChannel(components, whole, channel);
            using Mat reduced = to.AsMat();
            Cv2.Resize(whole, reduced, new Size(to.Width, to.Height), 0, 0, InterpolationFlags.Area);
        }
    }

    /// <summary>Converts to BGR, or to one channel if the planes are grey.</summary>
    public static void ToBgr(PixelPlanes planes, Mat pixels)
    {
        using Mat luma = planes.Y.AsMat();
        if (planes.IsGrey)
        {
            luma.CopyTo(pixels);
            return;
        }

        using Mat blue = Whole(planes.Cb), red = Whole(planes.Cr);
        using var components = new Mat();
        Cv2.Merge([luma, red, blue], components);
        Cv2.CvtColor(components, pixels, ColorConversionCodes.YCrCb2BGR);

        Mat Whole(Plane plane)
        {
            using Mat reduced = plane.AsMat();
            var whole = new Mat();
            Cv2.Resize(reduced, whole, new Size(planes.Size.Width, planes.Size.Height));
            return whole;
        }
    }
}
