using VideoStream.Configuration;

namespace VideoStream.Scale;

/// <summary>What is simulated.</summary>
internal sealed record ScaleOptions
{
    /// <summary>Viewers at the same time.</summary>
    public int Viewers { get; init; } = 100_000;

    /// <summary>Viewers that each relay is planned for.</summary>
    public int PerRelay { get; init; } = 400;

    /// <summary>Viewers a second that come, and as many that go.</summary>
    public double Churn { get; init; } = 1_000;

    /// <summary>Seconds of each phase.</summary>
    public int Seconds { get; init; } = 30;

    /// <summary>The seed of all random numbers.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Servers of the NATS cluster.</summary>
    public int NatsServers { get; init; } = 3;

    /// <summary>Viewers of a hundred that take JPEGs, as programs and MJPEG do.</summary>
    public double JpegPercent { get; init; } = 2;

    /// <summary>The origin's <c>Publish:Nats:MaxVariants</c>.</summary>
    public int MaxVariants { get; init; } = new NatsPublishOptions().MaxVariants;

    /// <summary>Whether the cost of the origin's answers is measured instead.</summary>
    public bool Measure { get; init; }

    /// <summary>A NATS server over which the answers are measured, too; null for none.</summary>
    public string? Nats { get; init; }

    /// <summary>What can't be simulated, in words; null if all is well.</summary>
    public string? Problem => this switch
    {
        { Viewers: < 100 } or { PerRelay: < 1 } or { Seconds: < 20 } => "--viewers must be at least 100, --per-relay 1 and --seconds 20",
        { NatsServers: < 1 } or { Churn: < 0 } or { MaxVariants: < 1 } => "--nats-servers and --max-variants must be at least 1, --churn 0",
        { JpegPercent: < 0 or > 100 } => "--jpeg must be 0 to 100",
        _ => null,
    };

    public int Relays => Math.Max(2, (Viewers + PerRelay - 1) / PerRelay);

    /// <summary>
    /// A relay's <c>WebSocket:MaxClients</c>: a quarter above the plan, so that the others have room for a fifth of the relays.
    /// </summary>
    public int MaxClients => PerRelay * 5 / 4;
}
