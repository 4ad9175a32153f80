using System.Numerics;
using VideoStream.Cameras;
using VideoStream.Viewers.Settings;

namespace VideoStream.Viewers;

/// <summary>Which viewers may be passed a camera's own H.264, and what it takes.</summary>
internal static class PassedVideo
{
    /// <summary>A camera may be a little faster than it was asked to be.</summary>
    private const double RateTolerance = 1.2;

    private const double BytesPerKilobit = 1000 / 8.0;

    /// <summary>The bitrate of the camera's video, in kilobits a second.</summary>
    /// <returns>
    /// Roughly, so that it seldom changes: a power of two above it. 0 while it is unknown. Null if the viewer can't be passed the video: it
    /// is to be drawn upon, turned, smaller, or of fewer frames, and those of a camera's video depend on each other.
    /// </returns>
    public static int? Kilobits(Camera camera, ViewerSettings settings, double rate)
    {
        // What a loss has broken is decoded, as well as it can be, and encoded until the next key frame.
        if (camera.Video is not { Stream: { } stream, IsWhole: true } || settings.Osd || !camera.Options.Orientation.IsAsCaptured)
            return null;
        bool isWhole = settings.MaxSize is not { } box || stream.Format.Size.FitInto(box) == stream.Format.Size;
        if (!isWhole || camera.Video.FrameRate > rate * RateTolerance)
            return null;
        return (int)BitOperations.RoundUpToPowerOf2((uint)camera.Video.Kilobits);
    }

    /// <summary>Bytes of a frame of the camera's video; 0 while unknown.</summary>
    public static double FrameBytes(Camera camera) =>
        camera.Newest is { Rate: > 0 } newest ? camera.Video.Kilobits * BytesPerKilobit / newest.Rate : 0;
}
