using System.Globalization;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>Translates a status, or a response that never came, into a camera's fault.</summary>
internal static class HttpFaults
{
    /// <summary>The fault of a status that is not a success.</summary>
    public static CameraFault Of(CameraUrl url, int status) => status switch
    {
        401 => new(url.HasCredentials ? CameraFaultKind.CredentialsRefused : CameraFaultKind.CredentialsMissing, url.Display),
        403 => new(CameraFaultKind.Forbidden, url.Display),
        404 => new(CameraFaultKind.NotFound, url.Display),
        _ => new(CameraFaultKind.HttpStatus, url.Display, status.ToString(CultureInfo.InvariantCulture)),
    };

    /// <summary>The fault of a response whose head did not arrive.</summary>
    public static CameraFault Of(HttpTarget target, ReceiveStatus status) => status switch
    {
        ReceiveStatus.NotHttp => new(CameraFaultKind.NotHttp, target.Display),
        ReceiveStatus.TooLong => new(CameraFaultKind.HeaderTooLong, target.Display),
        _ => new(CameraFaultKind.LostBeforeAnswer, target.Display),
    };

    /// <summary>
    /// Whether a camera that answered before may answer again soon: it was busy, or a single response was lost.
    /// </summary>
    public static bool IsPassing(CameraFault fault) => fault.Kind switch
    {
        CameraFaultKind.HttpStatus => fault.Detail is ['5', ..] or "408" or "429",
        CameraFaultKind.Mute or CameraFaultKind.LostBeforeAnswer or CameraFaultKind.ConnectionLost => true,
        _ => false,
    };
}
