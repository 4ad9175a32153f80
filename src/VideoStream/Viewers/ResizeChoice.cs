using VideoStream.Frames;

namespace VideoStream.Viewers;

/// <summary>A viewer's rendition of size.</summary>
/// <param name="MaxSize">What frames are made to fit into; null for the camera's own size.</param>
internal readonly record struct ResizeChoice(PictureSize? MaxSize);
