namespace VideoStream.Scale;

/// <summary>Looks at everything once a second: samples the figures, and compares what must be equal.</summary>
internal sealed class Sampler
{
    private readonly World _world;
    private readonly Bounds _bounds;

    public Sampler(World world, Bounds bounds)
    {
        (_world, _bounds) = (world, bounds);
        // Between the origin's own checks, each of which has ended leases.
        world.Timeline.Every(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), Sample);
    }

    private bool Sample()
    {
        SampleCounts();
        SampleTraffic();
        CheckOrigin();
        return true;
    }

    private void SampleCounts()
    {
        Meter meter = _world.Meter;
        Origin origin = _world.Origin;
        meter.Sample(Figure.Viewers, _world.Relays.Sum(relay => relay.Viewers));
        meter.Sample(Figure.Leases, origin.Leases);
        meter.Sample(Figure.OrphanedLeases, origin.Published.Orphans);
        meter.Sample(Figure.EncodedVariants, origin.Encoded);
        meter.Sample(Figure.PublishedFrames, origin.IsThere ? origin.Encoded * ViewerMix.FramesPerSecond : 0);
        meter.Sample(Figure.Substituted, _world.Relays.SelectMany(relay => relay.Variants)
            .Where(variant => variant.Granted is not null && variant.Granted != variant.Wanted.Name).Sum(variant => variant.Showing));
    }

    private void SampleTraffic()
    {
        Traffic traffic = new(_world);
        Meter meter = _world.Meter;
        meter.Sample(Figure.OriginMegabits, traffic.Origin);
        meter.Sample(Figure.NatsInMegabits, traffic.Into.Max());
        meter.Sample(Figure.NatsOutMegabits, traffic.OutOf.Max());
        meter.Sample(Figure.RouteMegabits, traffic.Routes);
        meter.Sample(Figure.RelayInMegabits, traffic.IntoRelay);
        meter.Sample(Figure.RelayMeanMegabits, traffic.ToViewers.All / _world.Relays.Count(relay => relay.IsAlive));
        meter.Sample(Figure.RelayMegabits, traffic.ToViewers.Most);
    }

    private void CheckOrigin()
    {
        Origin origin = _world.Origin;
        int most = _world.Options.MaxVariants;
        // The first of a codec is published beyond the limit, because no other one can be shown in its place.
        _bounds.Hold(origin.Encoded <= most + 1, $"no more than {most} variants are published, and the first of a codec");
        _bounds.Hold(
            origin.Leases == origin.Published.Leases,
            "the origin has the leases that relays were granted, and no others");
        _bounds.Hold(
            origin.Encoded == origin.Published.Names.Count,
            "each captured frame is encoded and published once for each variant, whatever the number of relays");
    }
}
