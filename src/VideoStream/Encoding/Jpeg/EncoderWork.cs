namespace VideoStream.Encoding.Jpeg;

/// <summary>An encode that a variant waits for.</summary>
/// <param name="Share">The share of its camera.</param>
/// <param name="Variant">The variant, for the log.</param>
/// <param name="Encode">Encodes its newest frame.</param>
internal readonly record struct EncoderWork(EncoderShare Share, Variant Variant, Action Encode);
