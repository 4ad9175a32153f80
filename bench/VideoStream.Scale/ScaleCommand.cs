using System.CommandLine;

namespace VideoStream.Scale;

/// <summary>The command line.</summary>
internal sealed class ScaleCommand : RootCommand
{
    private static readonly ScaleOptions Defaults = new();

    private readonly Option<int> _viewers = Of("--viewers", "Viewers at the same time, at least 100", Defaults.Viewers);
    private readonly Option<int> _perRelay = Of("--per-relay", "Viewers that each relay is planned for", Defaults.PerRelay);
    private readonly Option<double> _churn = Of("--churn", "Viewers a second that come, and as many that go", Defaults.Churn);
    private readonly Option<int> _seconds = Of("--seconds", "Seconds of each phase, at least 20", Defaults.Seconds);
    private readonly Option<int> _seed = Of("--seed", "Seed of the random numbers: the same run again", Defaults.Seed);
    private readonly Option<int> _servers = Of("--nats-servers", "Servers of the NATS cluster", Defaults.NatsServers);
    private readonly Option<double> _jpeg = Of("--jpeg", "Viewers of a hundred that take JPEGs instead of H.264", Defaults.JpegPercent);
    private readonly Option<int> _maxVariants = Of("--max-variants", "The origin's Publish:Nats:MaxVariants", Defaults.MaxVariants);
    private readonly Option<bool> _measure = new("--measure") { Description = "Measure what the origin's answers cost instead" };
    private readonly Option<string?> _nats = new("--nats") { Description = "With --measure: measure over nats://HOST:4222, too" };

    public ScaleCommand(Func<ScaleOptions, Task<int>> run)
        : base("Simulates the viewers, relays and NATS servers of one camera, in virtual time. The exit code is 1 if a bound is missed.")
    {
        foreach (Option option in (Option[])[_viewers, _perRelay, _churn, _seconds, _seed, _servers, _jpeg, _maxVariants, _measure, _nats])
            Options.Add(option);
        SetAction((parsed, _) => run(Read(parsed)));
    }

    private ScaleOptions Read(ParseResult parsed) => new()
    {
        Viewers = parsed.GetValue(_viewers),
        PerRelay = parsed.GetValue(_perRelay),
        Churn = parsed.GetValue(_churn),
        Seconds = parsed.GetValue(_seconds),
        Seed = parsed.GetValue(_seed),
        NatsServers = parsed.GetValue(_servers),
        JpegPercent = parsed.GetValue(_jpeg),
        MaxVariants = parsed.GetValue(_maxVariants),
        Measure = parsed.GetValue(_measure),
        Nats = parsed.GetValue(_nats),
    };

    private static Option<T> Of<T>(string name, string description, T value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };
}
