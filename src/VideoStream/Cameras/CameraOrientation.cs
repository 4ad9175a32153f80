using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>Makes an orientation from a camera's options, which know plain numbers only.</summary>
internal static class CameraOrientation
{
    extension(CameraOptions options)
    {
        /// <summary>How the camera's frames are rotated and mirrored.</summary>
        public Orientation Orientation => new(options.Rotate, options.FlipHorizontal, options.FlipVertical);
    }
}
