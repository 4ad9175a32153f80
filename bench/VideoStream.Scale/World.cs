namespace VideoStream.Scale;

/// <summary>One camera's origin, its NATS cluster, its relays and their viewers.</summary>
internal sealed class World : IDisposable
{
    public World(ScaleOptions options)
    {
        Options = options;
        Random = new Random(options.Seed);
        Mix = new ViewerMix(options.JpegPercent, Random);
        Meter = new Meter(Timeline);
        Nats = new NatsCluster(Timeline, options.NatsServers, Random);
        Origin = new Origin(this);
        Relays = [.. Enumerable.Range(0, options.Relays).Select(number => new RelayNode(this, number))];
        Balancer = new Balancer(this);
        Crowd = new Crowd(this);
    }

    public ScaleOptions Options { get; }

    public Timeline Timeline { get; } = new();

    public Random Random { get; }

    public ViewerMix Mix { get; }

    public Meter Meter { get; }

    public NatsCluster Nats { get; }

    public Origin Origin { get; }

    public IReadOnlyList<RelayNode> Relays { get; }

    public Balancer Balancer { get; }

    public Crowd Crowd { get; }

    public TimeSpan Now => Timeline.Now;

    /// <summary>A time of an exponential distribution: until the next of events that don't depend on each other.</summary>
    public TimeSpan Exponential(double meanSeconds) =>
        TimeSpan.FromSeconds(Math.Min(1e6, -meanSeconds * Math.Log(1 - Random.NextDouble())));

    /// <summary>A part of a time, between none and all of it.</summary>
    public TimeSpan PartOf(TimeSpan time) => time * Random.NextDouble();

    public void Dispose() => Origin.Dispose();
}
