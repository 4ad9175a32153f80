using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>The frames of one variant that another service encodes. They are asked for until this is disposed.</summary>
internal interface IRelayedFrames : IEncodedFrames, IDisposable
{
    /// <summary>Why the other service does not send them, in words; null if it does, or was not asked yet. For any thread.</summary>
    string? Problem { get; }
}
