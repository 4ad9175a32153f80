using VideoStream.Frames;

namespace VideoStream.Adaptation;

/// <summary>What a viewer is sent: a rung of its <see cref="RenditionLadder"/>.</summary>
/// <param name="Quality">JPEG quality, 1-100, or <see cref="Encoding.Variant.SourceQuality"/>.</param>
/// <param name="MaxSize">What frames are made to fit into; null for the camera's own size.</param>
/// <param name="Rate">Frames a second, at most.</param>
internal readonly record struct Rendition(int Quality, PictureSize? MaxSize, double Rate);
