using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>Facts of a camera's newest frame, without its pixels.</summary>
/// <param name="Stamp">Its number, and when it was captured.</param>
/// <param name="Size">Its size.</param>
/// <param name="Rate">Measured frames a second up to it; 0 while unknown.</param>
internal sealed record LatestFrameInfo(FrameStamp Stamp, PictureSize Size, double Rate);
