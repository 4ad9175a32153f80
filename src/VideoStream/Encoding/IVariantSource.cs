using VideoStream.Cameras;
using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>Where the frames of cameras come from whose variants another service encodes.</summary>
internal interface IVariantSource
{
    /// <summary>Begins to ask for a variant, without waiting for its frames.</summary>
    /// <param name="camera">The camera.</param>
    /// <param name="variant">A normalized variant.</param>
    /// <param name="arrived">
    /// Called with each new frame that is there later than the camera's other variants. One at a time, on a thread of the source.
    /// </param>
    /// <param name="refused">Called when the variant is refused, see <see cref="IUpstreamLink.IsRefused"/>. Must not block.</param>
    /// <returns>The frames; null if this service encodes them itself.</returns>
    IRelayedFrames? Open(Camera camera, Variant variant, Action<FrameStamp> arrived, Action refused);

    /// <summary>Finds the link over which a camera's variants come.</summary>
    /// <returns>Null if this service encodes them itself.</returns>
    IUpstreamLink? FindLink(Camera camera);
}
