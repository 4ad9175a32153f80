namespace VideoStream.Cameras.Sources.Nats;

/// <summary>What an entry that stands for many cameras has found.</summary>
/// <param name="Entry">Its name in the configuration.</param>
/// <param name="Server">The server's address, without secrets.</param>
/// <param name="Cameras">How many cameras there are.</param>
/// <param name="Problem">Why there are none, or why no new ones are found; null if all is well.</param>
internal sealed record DiscoveryState(string Entry, string Server, int Cameras, string? Problem);
