using System.Net;
using VideoStream.Access;
using VideoStream.Adaptation;

namespace VideoStream.Viewers;

/// <summary>The connection under a viewer.</summary>
/// <param name="Transport">The protocol.</param>
/// <param name="Remote">The client's address and port, for logs and the status.</param>
/// <param name="Probe">The kernel's statistics of the connection.</param>
/// <param name="GivesReceipts">Whether the client can be asked for receipts of frames (<see cref="Viewer.TryReceive"/>).</param>
/// <param name="WritesDirectly">Whether frames go straight to the connection's socket, and not through the web server.</param>
/// <param name="Abort">Cuts the connection at once.</param>
/// <param name="Page">The page that shares its place among its viewers; null if the viewer takes one alone.</param>
internal sealed record ViewerConnection(
    ViewerTransport Transport,
    string Remote,
    ILinkProbe Probe,
    bool GivesReceipts,
    bool WritesDirectly,
    Action Abort,
    ViewerPage? Page = null)
{
    /// <summary>What counts as the client's address, see <see cref="ClientAddress"/>; null over a unix socket.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>What the client may do. Default: everything.</summary>
    public AccessGrant Grant { get; init; } = AccessGrant.Open;
}
