namespace VideoStream.Scale;

/// <summary>
/// nginx with <c>least_conn</c>, as in docs/deploy/compose-relay.yaml. A relay that refuses the connection is out for ten seconds, and the
/// next one is tried. One whose machine is gone shows only by its silence, for which <c>proxy_connect_timeout 2s</c> is set.
/// </summary>
internal sealed class Balancer(World world)
{
    /// <summary>nginx's default <c>fail_timeout</c>.</summary>
    private static readonly TimeSpan FailTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    private readonly Dictionary<RelayNode, TimeSpan> _outUntil = [];

    /// <summary>Connections that are passed on, and not open yet.</summary>
    private readonly Dictionary<RelayNode, int> _opening = [];

    /// <summary>Chooses a relay for one connection.</summary>
    /// <param name="delay">The time that relays without an answer cost.</param>
    /// <returns>Null if no relay is there.</returns>
    public RelayNode? Choose(out TimeSpan delay)
    {
        delay = TimeSpan.Zero;
        while (Fewest() is { } relay)
        {
            if (relay.IsAlive)
            {
                Open(relay);
                return relay;
            }

            if (relay.IsSilent)
            {
                delay += ConnectTimeout;
                world.Timeline.After(ConnectTimeout, () => _outUntil[relay] = world.Now + FailTimeout);
                Open(relay);
                return Other(relay);
            }

            _outUntil[relay] = world.Now + FailTimeout;
        }

        return null;
    }

    /// <summary>After its timeout the connection goes to another one.</summary>
    private RelayNode? Other(RelayNode silent) =>
        world.Relays.Where(relay => relay != silent && relay.IsAlive).MinBy(relay => relay.Connections);

    private void Open(RelayNode relay)
    {
        _opening[relay] = _opening.GetValueOrDefault(relay) + 1;
        world.Timeline.After(relay.IsSilent ? ConnectTimeout : Viewer.Handshake, () => _opening[relay]--);
    }

    private RelayNode? Fewest()
    {
        RelayNode? fewest = null;
        int least = int.MaxValue;
        foreach (RelayNode relay in world.Relays)
        {
            if (_outUntil.TryGetValue(relay, out TimeSpan until) && until > world.Now)
                continue;
            int connections = relay.Connections + _opening.GetValueOrDefault(relay);
            if (connections < least)
                (fewest, least) = (relay, connections);
        }

        return fewest;
    }
}
