using System.Net;
using System.Net.Sockets;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>Translates an HTTP status or a failed request into a camera's fault.</summary>
internal static class HttpFaults
{
    public static CameraFault Of(CameraUrl url, HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized when url.HasCredentials => new(CameraFaultKind.CredentialsRefused, url.Display),
        HttpStatusCode.Unauthorized => new(CameraFaultKind.CredentialsMissing, url.Display),
        HttpStatusCode.Forbidden => new(CameraFaultKind.Forbidden, url.Display),
        HttpStatusCode.NotFound => new(CameraFaultKind.NotFound, url.Display),
        _ => new(CameraFaultKind.HttpStatus, url.Display, $"{(int)status}"),
    };

    public static CameraFault Of(CameraUrl url, HttpRequestException e)
    {
        SocketError? socket = (e.InnerException as SocketException)?.SocketErrorCode;
        return (e.HttpRequestError, socket) switch
        {
            (HttpRequestError.NameResolutionError, _) => new(CameraFaultKind.UnknownHost, url.Host),
            (_, SocketError.ConnectionRefused) => new(CameraFaultKind.ConnectionRefused, url.Display),
            (_, SocketError.HostUnreachable or SocketError.NetworkUnreachable) => new(CameraFaultKind.NoRoute, url.Display),
            (_, SocketError.TimedOut) => new(CameraFaultKind.NoAnswer, url.Display),
            (HttpRequestError.ConnectionError, not SocketError.ConnectionReset) => new(CameraFaultKind.NoAnswer, url.Display),
            (HttpRequestError.SecureConnectionError, _) =>
                new(CameraFaultKind.TlsFailed, url.Display, url.Redact((e.InnerException ?? e).Message)),
            (HttpRequestError.ConfigurationLimitExceeded, _) => new(CameraFaultKind.HeaderTooLong, url.Display),
            (HttpRequestError.InvalidResponse, _) => new(CameraFaultKind.NotHttp, url.Display),
            _ => new(CameraFaultKind.LostBeforeAnswer, url.Display),
        };
    }
}
