namespace VideoStream.Frames.H264;

/// <summary>A camera's own video, as its sequence parameter set describes it. A new object whenever that changes.</summary>
/// <param name="Format">What a decoder must be prepared for.</param>
/// <param name="Colours">How its samples are meant.</param>
internal sealed record H264Stream(VideoFormat Format, VideoColours Colours);
