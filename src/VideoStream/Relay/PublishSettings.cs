namespace VideoStream.Relay;

/// <summary>What counts for all cameras that are published.</summary>
/// <param name="Instance">This service, for relays to know it by. Another one with each start.</param>
/// <param name="MaxVariants">The most variants of one camera.</param>
/// <param name="TakesOver">Whether it takes over cameras that another service publishes.</param>
internal sealed record PublishSettings(long Instance, int MaxVariants, bool TakesOver);
