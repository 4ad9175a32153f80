using VideoStream.Access;

namespace VideoStream.Transports.Links;

/// <summary>A link that was made. Its address is shown only now.</summary>
/// <param name="Url">Its address, by the host that was asked.</param>
/// <param name="Path">The same below the service's address, if a proxy has the service under a path.</param>
/// <param name="Link">What it allows.</param>
internal sealed record NewLink(string Url, string Path, SignedLink Link);
