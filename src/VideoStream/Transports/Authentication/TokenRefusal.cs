using VideoStream.Access;

namespace VideoStream.Transports.Authentication;

/// <summary>Why the token of a request is refused.</summary>
/// <param name="Refusal">The kind of refusal.</param>
/// <param name="Detail">What is wrong, in words.</param>
internal sealed record TokenRefusal(KeyRefusal Refusal, string Detail);
