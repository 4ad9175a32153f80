using VideoStream.Cameras;
using VideoStream.Frames;
using VideoStream.Frames.H264;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Relay;

/// <summary>A frame with what is published before it.</summary>
/// <param name="Envelope">What stands before its bytes.</param>
/// <param name="Frame">The frame, whose bytes must be valid until it is written.</param>
internal readonly record struct PublishedFrame(FrameEnvelope Envelope, EncodedFrame Frame)
{
    /// <summary>The length of the message, in bytes.</summary>
    public int Length => FrameEnvelope.Length + Frame.Bytes.Length;

    /// <summary>Makes one that is published now.</summary>
    /// <param name="frame">The frame, with its metadata.</param>
    /// <param name="followsSkipped">See <see cref="FrameEnvelope.FollowsSkipped"/>.</param>
    /// <param name="instance">See <see cref="FrameEnvelope.Instance"/>.</param>
    /// <param name="camera">The camera.</param>
    /// <param name="time">The monotonic clock.</param>
    public static PublishedFrame Of(EncodedFrame frame, bool followsSkipped, long instance, Camera camera, TimeProvider time)
    {
        ReadOnlySpan<byte> bytes = frame.Bytes.Span;
        var metadata = frame.Unit is null ? JpegMetadata.Find(bytes) : H264Metadata.Find(bytes);
        if (!FrameMetadata.TryReadTime(bytes.Slice(metadata.Position, metadata.Length), out DateTimeOffset capturedAt))
            capturedAt = camera.Clock.UtcNow - time.GetElapsedTime(frame.Stamp.Timestamp);
        return new PublishedFrame(
            new FrameEnvelope
            {
                Instance = instance,
                Number = frame.Stamp.Number,
                CapturedAt = capturedAt,
                PublishedAt = camera.Clock.UtcNow,
                Size = frame.Size,
                CameraSize = camera.Size,
                Quality = frame.Quality,
                Unit = frame.Unit,
                FollowsSkipped = followsSkipped,
                Metadata = metadata,
            },
            frame);
    }
}
