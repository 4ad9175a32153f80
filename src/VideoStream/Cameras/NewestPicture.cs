using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>Facts of a camera's newest picture, without its pixels.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Timestamp">When it was captured, in the <see cref="TimeProvider"/>'s monotonic ticks.</param>
/// <param name="Size">Its size.</param>
/// <param name="Rate">Measured pictures a second up to it; 0 while unknown.</param>
internal sealed record NewestPicture(long Number, long Timestamp, PictureSize Size, double Rate);
