using VideoStream.Frames;

namespace VideoStream.Adaptation;

/// <summary>What a viewer would be sent on a link that carries everything.</summary>
/// <param name="Asked">What it asked for.</param>
/// <param name="Source">The size of the camera's frames, if they may be made smaller for this viewer; else null.</param>
/// <param name="Adaptive">Whether quality, size and rate may follow the link. If not, frames are skipped.</param>
/// <param name="IsCamerasOwn">Whether it is the camera's own JPEG, which costs nothing: then there is no slow start.</param>
internal readonly record struct RenditionRequest(Rendition Asked, PictureSize? Source, bool Adaptive, bool IsCamerasOwn);
