using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

/// <summary>A picture that has arrived.</summary>
/// <param name="At">When.</param>
/// <param name="Age">How long after its capture.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Choice">As what it was sent.</param>
internal sealed record ShownPicture(TimeSpan At, TimeSpan Age, int Bytes, Choice Choice);
