using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

/// <summary>A frame that has arrived.</summary>
/// <param name="At">When.</param>
/// <param name="Age">How long after its capture.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Rendition">As what it was sent.</param>
internal sealed record ShownFrame(TimeSpan At, TimeSpan Age, int Bytes, Rendition Rendition);
