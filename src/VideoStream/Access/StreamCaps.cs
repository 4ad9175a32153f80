using VideoStream.Frames;

namespace VideoStream.Access;

/// <summary>What a client's streams may not exceed. Null stands for the service's default.</summary>
/// <param name="Quality">JPEG quality, 1 to 100.</param>
/// <param name="FrameRate">Frames per second.</param>
/// <param name="Size">The box that frames are fitted into; null for the camera's own size.</param>
internal sealed record StreamCaps(int? Quality, double? FrameRate, PictureSize? Size);
