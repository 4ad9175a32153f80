using VideoStream.Frames;

namespace VideoStream.Relay;

/// <summary>A frame with what is published before it.</summary>
/// <param name="Envelope">What stands before its bytes.</param>
/// <param name="Frame">The frame, whose bytes must be valid until it is written.</param>
internal readonly record struct PublishedFrame(FrameEnvelope Envelope, EncodedFrame Frame)
{
    /// <summary>The length of the message, in bytes.</summary>
    public int Length => FrameEnvelope.Length + Frame.Bytes.Length;
}
