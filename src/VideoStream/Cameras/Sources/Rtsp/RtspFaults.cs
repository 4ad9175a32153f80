using System.Globalization;
using VideoStream.Cameras.Sources.Passed;

namespace VideoStream.Cameras.Sources.Rtsp;

/// <summary>Translates a status, or the end of a connection, into a camera's fault.</summary>
internal static class RtspFaults
{
    private const int UnsupportedTransport = 461;

    /// <summary>
    /// What a status that is no success means for an opening. Another client may be served where this one is misunderstood.
    /// </summary>
    public static PassedOpenResult Of(RtspTarget target, string method, int status) => status switch
    {
        403 => new CameraFault(CameraFaultKind.Forbidden, target.Display),
        404 => new CameraFault(CameraFaultKind.NotFound, target.Display),
        453 or 503 => new CameraFault(CameraFaultKind.CameraBusy, target.Display, Text(status)),
        500 or 502 or 504 => new CameraFault(CameraFaultKind.HttpStatus, target.Display, Text(status)),
        UnsupportedTransport => PassedOpenResult.NotSupported("sends no video over TCP (461)"),
        _ => PassedOpenResult.NotSupported($"answers {Text(status)} to {method}"),
    };

    /// <summary>What came instead of a response.</summary>
    /// <param name="item">What came.</param>
    /// <param name="hasAnswered">Whether the camera has answered before.</param>
    /// <param name="display">The camera's address as faults show it.</param>
    public static CameraFault Of(RtspItem item, bool hasAnswered, string display) => item switch
    {
        RtspItem.TooLong => new(CameraFaultKind.HeaderTooLong, display),
        RtspItem.BodyTooLong => new(CameraFaultKind.FrameTooLong, display, "its answer is too long"),
        RtspItem.NotRtsp => new(CameraFaultKind.NotVideo, display),
        _ => new(hasAnswered ? CameraFaultKind.ConnectionLost : CameraFaultKind.LostBeforeAnswer, display),
    };

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);
}
