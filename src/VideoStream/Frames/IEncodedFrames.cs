using System.Diagnostics.CodeAnalysis;

namespace VideoStream.Frames;

/// <summary>Frames that come encoded, from a camera or another service. One writer, any number of readers.</summary>
internal interface IEncodedFrames
{
    /// <summary>The number of the newest frame; 0 if there is none. For any thread.</summary>
    long Newest { get; }

    /// <summary>Whether the frames that are there are few enough to begin with the oldest.</summary>
    bool CanBegin => true;

    /// <summary>Takes the oldest frame with a higher number. The caller releases it.</summary>
    bool TryTakeNext(long after, [NotNullWhen(true)] out EncodedFrame? frame);

    /// <summary>Somebody waits for a key frame. Not every source can be asked for one.</summary>
    void RequestKeyFrame()
    {
    }
}
