using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>A camera's newest frame, without its content.</summary>
/// <param name="Stamp">Number and time of capture.</param>
/// <param name="Size">The size.</param>
/// <param name="Rate">The measured rate in frames per second; 0 while unknown.</param>
/// <param name="IsDuplicate">Whether it shows the same as the frame before.</param>
internal sealed record LatestFrameInfo(FrameStamp Stamp, PictureSize Size, double Rate, bool IsDuplicate = false);
