using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>Encodes the frames of one variant, one at a time.</summary>
internal interface IVariantEncoder : IDisposable
{
    /// <summary>Whether the OSD differs from frame to frame, also if the camera's frames don't.</summary>
    bool HasDynamicOverlay { get; }

    /// <summary>Whether a frame can be encoded now. For any thread.</summary>
    bool HasRoom => true;

    /// <summary>Why no frames come of it, in words; null if they do. For any thread.</summary>
    string? Problem => null;

    /// <summary>
    /// Gets the frames that were not done when <see cref="Encode"/> returned: one at a time, in order, on a thread of the encoder. It takes
    /// over the first reference. Set before the first encode.
    /// </summary>
    Action<EncodedFrame>? Finished
    {
        set
        {
        }
    }

    /// <summary>Encodes a frame. The caller holds a reference to it, and gets the first reference to the result.</summary>
    /// <returns>The result; null if it comes later, or if the frame is left out, to keep a bitrate.</returns>
    EncodedFrame? Encode(Frame frame);

    /// <summary>
    /// A subscription waits for a frame that depends on no other: one of the next is such a frame. Not needed where all are. For any
    /// thread.
    /// </summary>
    void RequestKeyFrame()
    {
    }
}
