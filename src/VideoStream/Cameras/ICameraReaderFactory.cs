namespace VideoStream.Cameras;

/// <summary>What a camera's supervisor needs to know of its source.</summary>
internal interface ICameraReaderFactory
{
    /// <summary>Makes a reader for one connection.</summary>
    ICameraReader Create(Camera camera);

    /// <summary>Whether the camera is to be open only while somebody watches.</summary>
    bool IsOnDemand(Camera camera);

    /// <summary>Whether something is there that may be tried: the device can be used, or somebody listens at the address.</summary>
    Task<bool> AnswersAsync(Camera camera, CancellationToken cancellationToken);
}
