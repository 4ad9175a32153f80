using NATS.Client.Core;

namespace VideoStream.Cameras.Sources.Nats;

/// <summary>How long the answers to a question are waited for that any number of services answer.</summary>
internal static class AllAnswers
{
    /// <summary>Services answer at once.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>The question ends this long after the last answer.</summary>
    private static readonly TimeSpan Next = TimeSpan.FromSeconds(0.3);

    /// <summary>The options of the answers. An empty one is odd, but by default it would end the question.</summary>
    public static NatsSubOpts Options { get; } = new()
    {
        StartUpTimeout = First,
        IdleTimeout = Next,
        Timeout = 2 * First,
        StopOnEmptyMsg = false,
    };
}
