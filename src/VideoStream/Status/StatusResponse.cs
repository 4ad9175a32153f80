using System.Reflection;
using VideoStream.Cameras.Sources.Nats;

namespace VideoStream.Status;

/// <summary>The state of the service, its cameras and its viewers.</summary>
/// <param name="Version">The service's version.</param>
/// <param name="UptimeSeconds">Seconds since the service started.</param>
/// <param name="Clients">Viewers now, over all transports.</param>
/// <param name="Places">Places that they take now. The viewers of one page take one together.</param>
/// <param name="MaxClients">Maximum number of places.</param>
/// <param name="Refused">Viewers that were refused because a maximum was reached.</param>
/// <param name="Memory">The memory of the service.</param>
/// <param name="Cameras">The cameras.</param>
/// <param name="Viewers">The viewers, over all transports.</param>
/// <param name="Discovery">The entries of the configuration that stand for all cameras of a NATS server, and what they have found.</param>
internal sealed record StatusResponse(
    string Version,
    double UptimeSeconds,
    int Clients,
    int Places,
    int MaxClients,
    long Refused,
    MemoryInfo Memory,
    CameraInfo[] Cameras,
    ViewerInfo[] Viewers,
    DiscoveryState[] Discovery)
{
    public static readonly string ServiceVersion =
        typeof(StatusResponse).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
