using System.Collections.Frozen;
using VideoStream.Frames;

namespace VideoStream.Access;

/// <summary>A link that shows one camera, as the API and the file of links have it.</summary>
/// <param name="Id">Its random name. It is no secret: to open the link takes its token.</param>
/// <param name="Camera">The camera that it shows.</param>
/// <param name="Created">When it was made.</param>
/// <param name="CreatedBy">Who made it, such as <c>key ana</c>.</param>
/// <param name="Expires">When it ends.</param>
/// <param name="MaxQuality">The highest JPEG quality; null for the service's default.</param>
/// <param name="MaxFps">The highest frame rate; null for the service's default.</param>
/// <param name="MaxSize">The largest frame, as in <c>640x360</c>; null for the camera's own size.</param>
internal sealed record SignedLink(
    string Id,
    string Camera,
    DateTimeOffset Created,
    string CreatedBy,
    DateTimeOffset Expires,
    int? MaxQuality,
    double? MaxFps,
    string? MaxSize)
{
    /// <summary>Whether it can be of this service. A cap that is damaged must not become none.</summary>
    internal bool IsValid =>
        Id.Length > 0
        && Camera.Length > 0
        && MaxQuality is null or (>= 1 and <= 100)
        && MaxFps is null or > 0
        && (MaxSize is null || (PictureSize.TryParse(MaxSize, out PictureSize size) && size.IsAllowed));

    /// <summary>What it allows.</summary>
    internal AccessGrant Grant => new(null, AccessScopes.View, FrozenSet.Create(StringComparer.OrdinalIgnoreCase, Camera), Expires)
    {
        Link = Id,
        Caps = new StreamCaps(MaxQuality, MaxFps, PictureSize.TryParse(MaxSize, out PictureSize size) ? size : null),
    };
}
