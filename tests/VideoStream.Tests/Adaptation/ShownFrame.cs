using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

/// <summary>A frame that has arrived.</summary>
/// <param name="At">The time of its arrival.</param>
/// <param name="Age">The time since its capture.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Rendition">The rendition in which it was sent.</param>
internal sealed record ShownFrame(TimeSpan At, TimeSpan Age, int Bytes, Rendition Rendition);
