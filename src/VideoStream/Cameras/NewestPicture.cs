using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>Facts of a camera's newest picture, without its pixels.</summary>
/// <param name="Stamp">Its number, and when it was captured.</param>
/// <param name="Size">Its size.</param>
/// <param name="Rate">Measured pictures a second up to it; 0 while unknown.</param>
internal sealed record NewestPicture(FrameStamp Stamp, PictureSize Size, double Rate);
