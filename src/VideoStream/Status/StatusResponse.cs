using System.Reflection;

namespace VideoStream.Status;

/// <summary>What the service is doing, for an operator.</summary>
/// <param name="Version">The service's version.</param>
/// <param name="UptimeSeconds">Seconds since the service started.</param>
/// <param name="Clients">Clients now, over all transports.</param>
/// <param name="MaxClients">Maximum clients.</param>
/// <param name="Refused">Clients that were refused because the limit was reached.</param>
/// <param name="Cameras">The cameras.</param>
/// <param name="Viewers">The viewers, over all transports.</param>
internal sealed record StatusResponse(
    string Version, double UptimeSeconds, int Clients, int MaxClients, long Refused, CameraInfo[] Cameras, ViewerInfo[] Viewers)
{
    public static readonly string ServiceVersion =
        typeof(StatusResponse).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
