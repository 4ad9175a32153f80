namespace VideoStream.Transports.Links;

/// <summary>What a request for a link may name.</summary>
/// <param name="Camera">The camera that the link shows.</param>
/// <param name="Expires">When it ends: a date or a time, in UTC unless it has an offset. Default: in a day.</param>
/// <param name="ExpiresIn">The same in seconds from now, 1 to 31622400 (366 days).</param>
/// <param name="MaxQuality">The highest JPEG quality, 1 to 100. Default: the service's default quality.</param>
/// <param name="MaxFps">The highest frame rate, 0.05 to 240 frames a second. Default: the service's highest.</param>
/// <param name="MaxSize">The largest frame, as in 640x360. Default: the camera's own size.</param>
internal sealed record LinkRequest(
    string Camera,
    string? Expires = null,
    int? ExpiresIn = null,
    int? MaxQuality = null,
    double? MaxFps = null,
    string? MaxSize = null);
