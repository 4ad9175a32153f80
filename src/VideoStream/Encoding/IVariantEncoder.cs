using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>Makes one variant's frames. Used for one frame at a time.</summary>
internal interface IVariantEncoder : IDisposable
{
    /// <summary>Whether each of its frames shows something else, even where the camera's don't.</summary>
    bool HasDynamicOverlay { get; }

    /// <summary>Encodes a frame that the caller holds a claim on; what it returns has its first claim taken for the caller.</summary>
    EncodedFrame Encode(Frame frame);
}
