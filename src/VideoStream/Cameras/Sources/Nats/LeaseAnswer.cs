namespace VideoStream.Cameras.Sources.Nats;

/// <summary>The answer to a relay that asks for a variant. As JSON.</summary>
/// <param name="Variant">The variant that is published: the one that was asked for, or a lower one. Null if none is.</param>
/// <param name="Error">Why none is, or why nothing comes of it, in words.</param>
/// <param name="Excess">How many times as long as the NATS server takes its frames are, so that none came lately; 0 if they come.</param>
internal sealed record LeaseAnswer(string? Variant, string? Error, double Excess = 0);
