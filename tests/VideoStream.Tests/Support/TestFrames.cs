using OpenCvSharp;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>Frames to test with.</summary>
internal static class TestFrames
{
    public static readonly DateTimeOffset CapturedAt = new(2026, 5, 4, 3, 2, 1, 987, TimeSpan.Zero);

    /// <summary>A frame of one grey level in pooled memory. The caller releases it.</summary>
    public static Frame Frame(
        FramePool pool,
        long number,
        PictureSize size,
        byte level,
        double rate = 30,
        long? content = null,
        long published = 0,
        bool live = true)
    {
        var shown = new FrameContent(pool, default);
        shown.Writable.Paint(size, level);
        return new Frame(shown)
        {
            Number = number,
            ContentId = content ?? number,
            CapturedTimestamp = number * 1000,
            PublishedTimestamp = published,
            CapturedAt = CapturedAt,
            Rate = rate,
            Live = live,
        };
    }

    /// <summary>A small encoded frame of this length. The caller releases it.</summary>
    public static EncodedFrame Encoded(long number, int bytes, TimeSpan? encodeTime = null, bool live = true) =>
        new(PooledBuffer.Copy(new byte[bytes]))
        {
            Stamp = new FrameStamp(number, 0),
            Size = new PictureSize(16, 16),
            Live = live,
            Quality = 80,
            EncodeTime = encodeTime ?? TimeSpan.Zero,
        };

    /// <summary>Copies the frame that a reader has grabbed.</summary>
    /// <returns>Whether it is a good one.</returns>
    public static bool Retrieve(ICameraReader reader, PixelPlanes pixels, CaptureStamp stamp)
    {
        using var pool = new FramePool();
        var content = new FrameContent(pool, default);
        bool isGood = reader.Retrieve(content, stamp);
        if (isGood)
            pixels.CopyFrom(content.Pixels());
        content.Free();
        return isGood;
    }

    /// <summary>The smallest rectangle around all pixels in which two frames differ; empty if they are the same.</summary>
    public static Rect Difference(PixelPlanes one, PixelPlanes other)
    {
        using Mat first = one.ToMat(), second = other.ToMat();
        return Difference(first, second);
    }

    /// <inheritdoc cref="Difference(PixelPlanes, PixelPlanes)"/>
    public static Rect Difference(Mat one, Mat other)
    {
        using var difference = new Mat();
        using var grey = new Mat();
        Cv2.Absdiff(one, other, difference);
        if (difference.Channels() == 1)
            difference.CopyTo(grey);
        else
            Cv2.CvtColor(difference, grey, ColorConversionCodes.BGR2GRAY);
        using var mask = new Mat();
        Cv2.Threshold(grey, mask, 0, 255, ThresholdTypes.Binary);
        return Cv2.CountNonZero(mask) == 0 ? default : Cv2.BoundingRect(mask);
    }
}
