namespace VideoStream.Cameras.Sources.Nats;

/// <summary>What a relay asks the service that publishes a camera.</summary>
internal enum NatsQuestion
{
    /// <summary>Nothing that this version knows.</summary>
    Unknown,

    /// <summary>The state of the camera.</summary>
    State,

    /// <summary>To publish a variant for some seconds.</summary>
    Lease,

    /// <summary>To publish it for nobody.</summary>
    Release,

    /// <summary>A key frame.</summary>
    KeyFrame,
}
