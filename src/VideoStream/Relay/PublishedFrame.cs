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
    /// <param name="instance">See <see cref="FrameEnvelope.Instance"/>.</param>
    /// <param name="cameraSize">The size of the camera's pictures.</param>
    /// <param name="time">The clock.</param>
    public static PublishedFrame Of(EncodedFrame frame, long instance, PictureSize cameraSize, TimeProvider time)
    {
        ReadOnlySpan<byte> bytes = frame.Bytes.Span;
        var metadata = frame.Unit is null ? JpegMetadata.Find(bytes) : H264Metadata.Find(bytes);
        if (!FrameMetadata.TryReadTime(bytes.Slice(metadata.Position, metadata.Length), out DateTimeOffset capturedAt))
            capturedAt = time.GetUtcNow() - time.GetElapsedTime(frame.Stamp.Timestamp);
        return new PublishedFrame(
            new FrameEnvelope
            {
                Instance = instance,
                Number = frame.Stamp.Number,
                CapturedAt = capturedAt,
                PublishedAt = time.GetUtcNow(),
                Size = frame.Size,
                CameraSize = cameraSize,
                Quality = frame.Quality,
                Unit = frame.Unit,
                Metadata = metadata,
            },
            frame);
    }
}
