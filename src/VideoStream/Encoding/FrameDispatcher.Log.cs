namespace VideoStream.Encoding;

internal sealed partial class FrameDispatcher
{
    [LoggerMessage(202, LogLevel.Critical, "Camera {Camera}: variant {Variant} failed to handle a frame. Continuing with the next frame.")]
    private partial void LogDispatchFailed(Exception exception, string camera, Variant variant);
}
