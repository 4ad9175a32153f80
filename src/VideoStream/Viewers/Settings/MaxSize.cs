using VideoStream.Frames;

namespace VideoStream.Viewers.Settings;

/// <summary>A viewer's choice of size.</summary>
/// <param name="Value">What frames are fitted into; null for the camera's own size.</param>
internal readonly record struct MaxSize(PictureSize? Value);
