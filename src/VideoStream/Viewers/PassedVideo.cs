using System.Numerics;
using VideoStream.Cameras;
using VideoStream.Viewers.Settings;

namespace VideoStream.Viewers;

/// <summary>Which viewers may be passed a camera's own H.264, and what it takes.</summary>
internal static class PassedVideo
{
    /// <summary>
    /// A camera may be a little faster than it was asked to be; once its video is passed a little more. Rates are measured and vary, and to
    /// and fro at the limit would be one stream after another.
    /// </summary>
    private const double RateTolerance = 1.2, PassedRateTolerance = 1.3;

    /// <summary>How far a bitrate may be beyond the power of two that stands for it, before another one does.</summary>
    private const double BitrateTolerance = 1.1;

    private const double BytesPerKilobit = 1000 / 8.0;

    /// <summary>The bitrate of the camera's video, in kilobits a second.</summary>
    /// <param name="camera">The camera.</param>
    /// <param name="settings">What the viewer asks for.</param>
    /// <param name="rate">The frames a second that it may have.</param>
    /// <param name="before">The last result for it; null if there is none.</param>
    /// <returns>
    /// Roughly, so that it seldom changes: a power of two above it. 0 while it is unknown. Null if the viewer can't be passed the video: it
    /// is to be drawn upon, turned, smaller, or of fewer frames, and those of a camera's video depend on each other.
    /// </returns>
    public static int? Kilobits(Camera camera, ViewerSettings settings, double rate, int? before)
    {
        // What a loss has broken is decoded, as well as it can be, and encoded until the next key frame.
        if (camera.Video is not { Stream: { } stream, IsWhole: true } || settings.Osd || !camera.Options.Orientation.IsAsCaptured)
            return null;
        bool isWhole = settings.MaxSize is not { } box || stream.Format.Size.FitInto(box) == stream.Format.Size;
        if (!isWhole || camera.Video.FrameRate > rate * (before is null ? RateTolerance : PassedRateTolerance))
            return null;
        int kilobits = camera.Video.Kilobits;
        return before is > 0 && kilobits <= before * BitrateTolerance && kilobits > before / (2 * BitrateTolerance)
            ? before
            : (int)BitOperations.RoundUpToPowerOf2((uint)kilobits);
    }

    /// <summary>Bytes of a frame of the camera's video; 0 while unknown.</summary>
    public static double FrameBytes(Camera camera) =>
        camera.Video is { FrameRate: > 0 and var rate } video ? video.Kilobits * BytesPerKilobit / rate : 0;
}
