using VideoStream.Frames;

namespace VideoStream.Encoding.H264;

/// <summary>What is asked of an encoder for one picture.</summary>
/// <param name="Timestamp">When the picture was captured, from any point in time on. Later than that of the picture before.</param>
/// <param name="AsKeyFrame">Whether decoding must be possible from here. The first picture always is a key frame.</param>
internal readonly record struct H264Request(TimeSpan Timestamp, bool AsKeyFrame)
{
    /// <summary>The frame that the picture shows. Encoders don't use it: it comes back with the unit.</summary>
    public FrameStamp Stamp { get; init; }

    /// <inheritdoc cref="Stamp"/>
    public FrameMetadata Metadata { get; init; }

    /// <summary>When the work on the frame began, in monotonic ticks.</summary>
    public long StartedAt { get; init; }
}
