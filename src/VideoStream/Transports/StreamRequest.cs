using VideoStream.Encoding;
using VideoStream.Viewers.Settings;

namespace VideoStream.Transports;

/// <summary>What a request for frames asks for.</summary>
/// <param name="Camera">The camera's variants.</param>
/// <param name="Settings">The settings.</param>
internal sealed record StreamRequest(VariantSet Camera, ViewerSettings Settings);
