using VideoStream.Frames;

namespace VideoStream.Adaptation;

/// <summary>What a viewer would be sent on a link that carries everything.</summary>
/// <param name="Asked">What it asked for.</param>
/// <param name="Source">The size of the camera's pictures, if they may be made smaller for this viewer; else null.</param>
/// <param name="Adaptive">Whether quality, size and rate may follow the link. If not, pictures are skipped.</param>
/// <param name="IsCamerasOwn">Whether it is the camera's own JPEG, which costs nothing: then there is no slow start.</param>
internal readonly record struct Wish(Choice Asked, PictureSize? Source, bool Adaptive, bool IsCamerasOwn);
