using Microsoft.Extensions.Options;
using VideoStream.Configuration;

namespace VideoStream.Access;

/// <summary>
/// Which host names the service answers to. An attacker's page can let its own name resolve to this machine (DNS rebinding). The browser
/// then takes the service for a part of that page's site, and only the host name of the request shows it.
/// </summary>
internal sealed class HostPolicy(
    IOptions<VideoStreamOptions> options, TimeProvider time, ILogger<HostPolicy> logger, RefusalCounts? refusals = null)
{
    private readonly RefusalLog _refusals = new(time, logger, refusals);
    private readonly OptionsView<HashSet<string>> _allowed = new(
        options, current => [.. current.Access.AllowedHosts.Concat(HostName.OfMachine).Select(HostName.Normalize)]);

    /// <summary>Whether the service answers to a host. A refusal is logged.</summary>
    /// <param name="host">The host without its port; empty if the request has none, as those of browsers always do.</param>
    /// <param name="isOfProxy">
    /// Whether a trusted proxy was asked for it. Then any host is allowed, unless the configuration lists some.
    /// </param>
    /// <param name="remote">The client, for the log.</param>
    public bool Allows(string host, bool isOfProxy, string remote)
    {
        HashSet<string> allowed = _allowed.Value;
        if (host.Length == 0 || HostName.IsAddress(host) || allowed.Contains("*") || allowed.Contains(HostName.Normalize(host)))
            return true;
        if (isOfProxy && options.Value.Access.AllowedHosts.Length == 0)
            return true;
        string shown = host.Shortened();
        string hint = $"this service does not answer to the host {shown}, see VideoStream:Access:AllowedHosts";
        _refusals.Refused(RefusalCause.Host, remote, hint, shown);
        return false;
    }
}
