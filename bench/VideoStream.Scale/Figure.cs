namespace VideoStream.Scale;

/// <summary>What is counted, or sampled once a second.</summary>
internal enum Figure
{
    // Counted.
    LeaseQuestions,
    StateQuestions,
    KeyFrameQuestions,
    Releases,
    Handshakes,
    Refusals,
    KeyFrames,

    // Sampled.
    Viewers,
    Leases,
    OrphanedLeases,
    EncodedVariants,
    PublishedFrames,
    OriginMegabits,
    NatsInMegabits,
    NatsOutMegabits,
    RouteMegabits,
    RelayInMegabits,
    RelayMeanMegabits,
    RelayMegabits,
    RelayHandshakes,
    Substituted,
}
