using VideoStream.Frames;

namespace VideoStream.Adaptation;

/// <summary>What a viewer asked for.</summary>
/// <param name="Asked">The rendition that it gets on a link that carries everything.</param>
/// <param name="Source">The size of the camera's frames if this viewer's frames may be scaled down; else null.</param>
/// <param name="Adaptive">Whether the rendition may follow the link. If not, only frames are skipped.</param>
/// <param name="IsPassthrough">Whether the asked rendition is what the camera sends. It costs no encode, so there is no slow start.</param>
/// <param name="Video">The renditions of a video, best first; null for JPEGs.</param>
internal readonly record struct RenditionRequest(
    Rendition Asked, PictureSize? Source, bool Adaptive, bool IsPassthrough, VideoRungs? Video = null);
