using System.Net.Sockets;

namespace VideoStream.Cameras.Sources.Network;

/// <summary>Translates a failed connect into a camera's fault.</summary>
internal static class NetworkFaults
{
    /// <summary>The fault of an address that could not be reached.</summary>
    /// <param name="error">Why it could not be reached.</param>
    /// <param name="host">The name or address of the host.</param>
    /// <param name="display">The camera's address as faults show it.</param>
    public static CameraFault Of(SocketError error, string host, string display) => error switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery =>
            new(CameraFaultKind.UnknownHost, host),
        SocketError.ConnectionRefused => new(CameraFaultKind.ConnectionRefused, display),
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.AddressNotAvailable =>
            new(CameraFaultKind.NoRoute, display),
        SocketError.ConnectionReset => new(CameraFaultKind.LostBeforeAnswer, display),
        _ => new(CameraFaultKind.NoAnswer, display),
    };
}
