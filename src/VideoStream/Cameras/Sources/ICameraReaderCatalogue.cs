namespace VideoStream.Cameras.Sources;

/// <summary>What a camera's supervisor needs of its source.</summary>
internal interface ICameraReaderCatalogue
{
    /// <summary>Makes a reader for one connection.</summary>
    ICameraReader Create(Camera camera);

    /// <summary>Whether the camera is to be open only while somebody watches.</summary>
    bool IsOnDemand(Camera camera);

    /// <summary>Whether a connection may succeed: the device can be used, or somebody listens at the address.</summary>
    Task<bool> IsReachableAsync(Camera camera, CancellationToken cancellationToken);
}
