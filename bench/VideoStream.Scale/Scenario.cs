using VideoStream.Relay;

namespace VideoStream.Scale;

/// <summary>What happens, phase by phase.</summary>
internal sealed class Scenario : IDisposable
{
    private static readonly TimeSpan Filling = TimeSpan.FromSeconds(20), Settling = TimeSpan.FromSeconds(10);

    /// <summary>The origin's process ends and is started again; the start takes 0.7 s of it (docs/performance.md).</summary>
    private static readonly TimeSpan DownTime = TimeSpan.FromSeconds(2);

    /// <summary>Leases are looked for once a second.</summary>
    private static readonly TimeSpan LongestOrphan = LeaseTable.Duration + TimeSpan.FromSeconds(1);

    private readonly ScaleOptions _options;
    private readonly TextWriter _output;
    private readonly World _world;
    private TimeSpan? _orphansEnded;

    public Scenario(ScaleOptions options, TextWriter output)
    {
        (_options, _output) = (options, output);
        _world = new World(options);
        _ = new Sampler(_world, Bounds);
    }

    public Bounds Bounds { get; } = new();

    /// <summary>Runs all phases.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(ScaleOptions options, TextWriter output)
    {
        using var scenario = new Scenario(options, output);
        scenario.Run();
        PhaseReport.Write(scenario.Bounds, output);
        return scenario.Bounds.AreHeld ? 0 : 1;
    }

    public void Run()
    {
        RelayNode killed = _world.Relays[0], silent = _world.Relays[1];
        _output.WriteLine($"{_options.Viewers} viewers, {_world.Relays.Count} relays, {_options.NatsServers} NATS servers");
        _world.Crowd.Begin(Filling);
        _world.Timeline.RunUntil(Filling + Settling);
        Phase("Viewers come and go", () => { }, longestLoss: 0);
        Phase("A relay is killed", () => Kill(killed, silently: false), longestLoss: 5);
        Phase("Another one is started in its place", killed.Return, longestLoss: 0);
        Phase("The machine of a relay loses its power", () => Kill(silent, silently: true), longestLoss: 15);
        silent.Return();
        Settle();
        Phase("The NATS server of the origin ends", EndServer, longestLoss: 5);
        foreach (NatsNode node in _world.Nats.Nodes)
            node.IsAlive = true;
        Settle();
        Phase($"The origin is away for {DownTime.TotalSeconds:0} s", () => _world.Origin.Restart(DownTime), longestLoss: 10);
    }

    public void Dispose() => _world.Dispose();

    private void Settle() => _world.Timeline.RunUntil(_world.Now + Settling);

    private void Phase(string name, Action begin, double longestLoss)
    {
        int from = (int)_world.Now.TotalSeconds, to = from + _options.Seconds;
        _orphansEnded = null;
        // At any time between two looks of the origin.
        _world.Timeline.After(_world.PartOf(TimeSpan.FromSeconds(1)), begin);
        _world.Timeline.RunUntil(TimeSpan.FromSeconds(to));
        var report = new PhaseReport(name, _world, from, to) { OrphansEnded = _orphansEnded };
        report.Write(_output);
        if (longestLoss == 0)
            return;
        TimeSpan longest = report.LongestLoss > _world.Crowd.LongestDark() ? report.LongestLoss : _world.Crowd.LongestDark();
        Bounds.Hold(longest.TotalSeconds <= longestLoss, $"{name}: every viewer has a picture again after {longestLoss:0} s");
    }

    private void Kill(RelayNode relay, bool silently)
    {
        relay.Die(silently);
        TimeSpan died = _world.Now;
        TimeSpan look = TimeSpan.FromMilliseconds(50);
        _world.Timeline.Every(look, look, () =>
        {
            if (_world.Origin.Published.Orphans > 0)
                return true;
            _orphansEnded = _world.Now - died;
            return false;
        });
        _world.Timeline.After(LongestOrphan, () => Bounds.Hold(
            _orphansEnded is not null, $"a dead relay has no lease after {LongestOrphan.TotalSeconds:0} s"));
    }

    private void EndServer()
    {
        NatsNode ended = _world.Origin.Node!;
        ended.IsAlive = false;
        // The only one is started again.
        if (_options.NatsServers == 1)
            _world.Timeline.After(DownTime, () => ended.IsAlive = true);
        _world.Origin.LoseServer();
        foreach (RelayNode relay in _world.Relays.Where(relay => relay.Node == ended))
            relay.LoseServer();
    }
}
