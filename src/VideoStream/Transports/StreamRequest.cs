using VideoStream.Access;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Viewers.Settings;

namespace VideoStream.Transports;

/// <summary>A request for frames.</summary>
/// <param name="Camera">The camera's variants.</param>
/// <param name="Settings">The settings that the viewer begins with.</param>
/// <param name="Page">The name of the page that asks; null if it gave none.</param>
/// <param name="Grant">What the client may do.</param>
internal sealed record StreamRequest(VariantSet Camera, ViewerSettings Settings, string? Page, AccessGrant Grant)
{
    /// <summary>The same request of a transport that has JPEGs alone.</summary>
    public StreamRequest AsJpeg() => this with { Settings = Settings with { Codec = Codec.Jpeg } };
}
