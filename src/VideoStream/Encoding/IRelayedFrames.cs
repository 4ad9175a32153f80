using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>The frames of one variant that another service encodes. They are asked for until this is disposed.</summary>
internal interface IRelayedFrames : IEncodedFrames, IDisposable;
