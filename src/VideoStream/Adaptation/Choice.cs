using VideoStream.Frames;

namespace VideoStream.Adaptation;

/// <summary>What a viewer is sent: a rung of its <see cref="Ladder"/>.</summary>
/// <param name="Quality">JPEG quality, 1-100, or <see cref="Encoding.Variant.SourceQuality"/>.</param>
/// <param name="Box">What pictures are made to fit into; null for the camera's own size.</param>
/// <param name="Rate">Pictures a second, at most.</param>
internal readonly record struct Choice(int Quality, PictureSize? Box, double Rate);
