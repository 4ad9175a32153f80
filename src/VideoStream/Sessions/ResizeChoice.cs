using VideoStream.Frames;

namespace VideoStream.Sessions;

/// <summary>A viewer's choice of size.</summary>
/// <param name="Box">What pictures are made to fit into; null for the camera's own size.</param>
internal readonly record struct ResizeChoice(PictureSize? Box);
