using VideoStream.Cameras.Sources.Network;

namespace VideoStream.Cameras.Sources;

/// <summary>Checks whether a camera accepts TCP connections.</summary>
internal static class TcpProbe
{
    /// <summary>Connects to the URL's host and port, and closes the connection. A URL without host or port counts as reachable.</summary>
    public static async Task<bool> IsReachableAsync(CameraUrl url, TimeProvider time, CancellationToken cancellationToken)
    {
        if (url.Host.Length == 0 || url.Port == 0)
            return true;
        using var probe = new ReachabilityProbe(new StaggeredConnector(time), url.Host, url.Port, time);
        return await probe.IsReachableAsync(cancellationToken);
    }
}
