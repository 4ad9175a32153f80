using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>Makes an <see cref="Orientation"/> from the plain numbers of a camera's options.</summary>
internal static class CameraOrientation
{
    extension(CameraOptions options)
    {
        /// <summary>The rotation and mirroring of the camera's frames.</summary>
        public Orientation Orientation => new(options.Rotate, options.FlipHorizontal, options.FlipVertical);
    }
}
