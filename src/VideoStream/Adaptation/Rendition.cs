using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Adaptation;

/// <summary>What a viewer is sent: a rung of its <see cref="RenditionLadder"/>.</summary>
/// <param name="Encoding">How frames are encoded.</param>
/// <param name="MaxSize">The size that frames are fitted into; null for the camera's own size.</param>
/// <param name="Rate">Maximum frames a second.</param>
internal readonly record struct Rendition(VariantEncoding Encoding, PictureSize? MaxSize, double Rate);
