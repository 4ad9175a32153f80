using VideoStream.Frames;

namespace VideoStream.Encoding.H264;

/// <summary>What an encoder is made for.</summary>
/// <param name="Size">The size of all pictures. Both sides are even.</param>
/// <param name="Kilobits">The bitrate, in kilobits (1,000 bits) a second.</param>
/// <param name="FrameRate">The most pictures a second that come, at most 30.</param>
internal sealed record H264Settings(PictureSize Size, int Kilobits, double FrameRate);
