using System.Reflection;

namespace VideoStream.Status;

/// <summary>What the service is doing, for an operator.</summary>
/// <param name="Version">The service's version.</param>
/// <param name="UptimeSeconds">Seconds since the service started.</param>
/// <param name="Clients">Clients at the moment, sockets and MJPEG streams together.</param>
/// <param name="MaxClients">Clients, at most.</param>
/// <param name="Refused">How many came and found no place.</param>
/// <param name="Cameras">The cameras.</param>
/// <param name="Sessions">The sockets.</param>
internal sealed record StatusResponse(
    string Version, double UptimeSeconds, int Clients, int MaxClients, long Refused, CameraInfo[] Cameras, ViewerInfo[] Sessions)
{
    public static readonly string ServiceVersion =
        typeof(StatusResponse).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
