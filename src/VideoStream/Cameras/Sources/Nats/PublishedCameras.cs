namespace VideoStream.Cameras.Sources.Nats;

/// <summary>The cameras that a service publishes. As JSON.</summary>
/// <param name="Instance">The service, see <see cref="PublishedState.Instance"/>.</param>
/// <param name="Cameras">Its cameras.</param>
internal sealed record PublishedCameras(long Instance, PublishedName[] Cameras);
