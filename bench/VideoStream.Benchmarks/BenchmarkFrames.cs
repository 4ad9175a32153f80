using OpenCvSharp;
using VideoStream.Frames;

namespace VideoStream.Benchmarks;

/// <summary>Frames for the benchmarks: with as much detail as a camera's, and the same in every run.</summary>
internal static class BenchmarkFrames
{
    /// <summary>Pixels of soft shapes with a little noise. The caller disposes them.</summary>
    public static PixelPlanes Detailed(int width, int height, int seed = 1)
    {
        using Mat frame = Bgr(width, height, seed);
        var planes = new PixelPlanes();
        BgrConversion.ToPlanes(frame, planes);
        return planes;
    }

    private static Mat Bgr(int width, int height, int seed)
    {
        var random = new RNG((ulong)seed);
        using var coarse = new Mat(height / 16, width / 16, MatType.CV_8UC3);
        random.Fill(coarse, DistributionType.Uniform, Scalar.All(0), Scalar.All(255));
        var frame = new Mat();
        Cv2.Resize(coarse, frame, new Size(width, height), 0, 0, InterpolationFlags.Cubic);
        using var noise = new Mat(height, width, MatType.CV_8UC3);
        random.Fill(noise, DistributionType.Uniform, Scalar.All(0), Scalar.All(8));
        Cv2.Add(frame, noise, frame);
        return frame;
    }

    /// <summary>A frame of pixels. The caller holds its first reference.</summary>
    public static Frame Frame(FramePool pool, PixelPlanes shown, long number)
    {
        var content = new FrameContent(pool, default);
        content.Writable.CopyFrom(shown);
        return Frame(content, number);
    }

    public static Frame Frame(FrameContent content, long number) =>
        new(content) { Number = number, ContentId = number, CapturedTimestamp = number, CapturedAt = DateTimeOffset.UnixEpoch, Rate = 30 };

    public static byte[] Jpeg(int width, int height, int seed = 1)
    {
        using Mat frame = Bgr(width, height, seed);
        Cv2.ImEncode(".jpg", frame, out byte[] jpeg, new ImageEncodingParam(ImwriteFlags.JpegQuality, 80));
        return jpeg;
    }
}
