using VideoStream.Frames;

namespace VideoStream.Relay;

/// <summary>A published frame as it came.</summary>
/// <param name="Envelope">What stood before its bytes.</param>
/// <param name="Bytes">Its bytes without metadata, which have room for some.</param>
internal sealed record IncomingFrame(FrameEnvelope Envelope, PooledBuffer Bytes);
