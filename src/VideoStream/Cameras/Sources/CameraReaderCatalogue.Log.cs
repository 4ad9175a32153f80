namespace VideoStream.Cameras.Sources;

internal sealed partial class CameraReaderCatalogue
{
    [LoggerMessage(110, LogLevel.Information, "Camera {Camera}: source {Configured} selects {Source}")]
    private partial void LogResolved(string camera, string configured, string source);
}
