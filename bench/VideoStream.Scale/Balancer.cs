namespace VideoStream.Scale;

/// <summary>
/// nginx with <c>least_conn</c>, which spreads viewers best. A relay that refuses the connection is out for ten seconds, and the
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

    /// <summary>Connects a viewer.</summary>
    /// <param name="handshake">How long that takes with a relay that is there.</param>
    /// <param name="connected">Gets the relay; null if none is there.</param>
    public void Connect(TimeSpan handshake, Action<RelayNode?> connected)
    {
        RelayNode? relay = Fewest();
        while (relay is { IsAlive: false, IsSilent: false })
        {
            _outUntil[relay] = world.Now + FailTimeout;
            relay = Fewest();
        }

        if (relay is null)
            connected(null);
        else if (relay.IsSilent)
            Open(relay, ConnectTimeout, () => TryNext(relay, handshake, connected));
        else
            Open(relay, handshake, () => connected(relay));
    }

    private void TryNext(RelayNode silent, TimeSpan handshake, Action<RelayNode?> connected)
    {
        _outUntil[silent] = world.Now + FailTimeout;
        Connect(handshake, connected);
    }

    private void Open(RelayNode relay, TimeSpan time, Action opened)
    {
        _opening[relay] = _opening.GetValueOrDefault(relay) + 1;
        world.Timeline.After(time, () =>
        {
            _opening[relay]--;
            opened();
        });
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
