namespace VideoStream.Cameras.Sources.Nats;

/// <summary>A camera that is published.</summary>
/// <param name="Name">Its name at the service that publishes it.</param>
/// <param name="Title">What is shown as its name there.</param>
internal sealed record PublishedName(string Name, string? Title);
