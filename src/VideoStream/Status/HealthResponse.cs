namespace VideoStream.Status;

/// <summary>The answer of the health endpoints.</summary>
/// <param name="Status"><c>healthy</c> or <c>unhealthy</c>.</param>
/// <param name="Cameras">Cameras that deliver no frames, and why; null to a client that may not watch.</param>
/// <param name="Loops">Background loops that failed and wait for their restart, and why; null to a client that may not watch all.</param>
internal sealed record HealthResponse(string Status, Dictionary<string, string>? Cameras, Dictionary<string, string>? Loops);
