using VideoStream.Relay;

namespace VideoStream.Scale;

/// <summary>What goes over the links now, in Mbit/s: the bytes of the frames, without those of NATS, TCP and below.</summary>
internal sealed class Traffic
{
    private readonly World _world;
    private readonly RelayNode[] _relays;

    public Traffic(World world)
    {
        _world = world;
        _relays = [.. world.Relays.Where(relay => relay.IsReceiving)];
        foreach (RelayNode relay in _relays)
            Add(relay);
        if (_world.Origin.IsThere)
            AddOrigin();
    }

    /// <summary>From the origin to its NATS server.</summary>
    public double Origin { get; private set; }

    /// <summary>Into each NATS server, from the origin or over a route.</summary>
    public double[] Into { get => field ??= new double[_world.Nats.Nodes.Count]; }

    /// <summary>Out of each NATS server to its relays.</summary>
    public double[] OutOf { get => field ??= new double[_world.Nats.Nodes.Count]; }

    /// <summary>Over the routes of the origin's NATS server to the others, together.</summary>
    public double Routes { get; private set; }

    /// <summary>Into the relay that gets most.</summary>
    public double IntoRelay { get; private set; }

    /// <summary>Out of all relays, and out of the one that sends most.</summary>
    public (double All, double Most) ToViewers { get; private set; }

    private static double EnvelopeKilobits => FrameEnvelope.Length * 8 * ViewerMix.FramesPerSecond / 1000;

    private void Add(RelayNode relay)
    {
        double received = relay.Variants.Where(variant => variant.Granted is not null)
            .Sum(variant => variant.Kilobits + EnvelopeKilobits) / 1000;
        double sent = relay.Variants.Sum(variant => variant.Showing * variant.Kilobits) / 1000;
        OutOf[relay.Node!.Number] += received;
        IntoRelay = Math.Max(IntoRelay, received);
        ToViewers = (ToViewers.All + sent, Math.Max(ToViewers.Most, sent));
    }

    private void AddOrigin()
    {
        double Megabits(IEnumerable<string> names) => names.Sum(name => _world.Mix.ByName[name].Kilobits + EnvelopeKilobits) / 1000;
        NatsNode node = _world.Origin.Node!;
        Into[node.Number] = Origin = Megabits(_world.Origin.Published.Names);
        foreach (NatsNode other in _world.Nats.Nodes.Where(other => other != node && other.IsAlive))
        {
            Into[other.Number] = Megabits(_relays.Where(relay => relay.Node == other)
                .SelectMany(relay => relay.Variants).Select(variant => variant.Granted).OfType<string>().Distinct());
            Routes += Into[other.Number];
        }
    }
}
