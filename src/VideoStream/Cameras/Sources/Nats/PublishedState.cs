namespace VideoStream.Cameras.Sources.Nats;

/// <summary>What a service tells relays of a camera that it publishes. As JSON.</summary>
/// <param name="Instance">Differs from service to service, and from start to start. Frames carry it.</param>
/// <param name="State">The camera's state.</param>
/// <param name="Reason">Why it is not live; null if it is.</param>
/// <param name="Title">What is shown as its name.</param>
/// <param name="Width">Width of its frames; 0 before the first.</param>
/// <param name="Height">Height of its frames; 0 before the first.</param>
/// <param name="ServerTimeUs">The service's clock: microseconds since 1970, UTC.</param>
/// <param name="Problem">Why frames are not published, in words; null if they are.</param>
/// <param name="Fps">Frames a second that it captures; 0 while unknown.</param>
internal sealed record PublishedState(
    long Instance,
    CameraState State,
    string? Reason,
    string Title,
    int Width,
    int Height,
    long ServerTimeUs,
    string? Problem,
    double Fps = 0);
