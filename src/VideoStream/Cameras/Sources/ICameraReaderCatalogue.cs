namespace VideoStream.Cameras.Sources;

/// <summary>What a camera's supervisor needs to know about its source.</summary>
internal interface ICameraReaderCatalogue
{
    /// <summary>Makes a reader for one connection.</summary>
    ICameraReader Create(Camera camera);

    /// <summary>Whether the camera is open only while it has viewers.</summary>
    bool IsOnDemand(Camera camera);

    /// <summary>Checks, without reading, whether a connection may succeed.</summary>
    Task<bool> IsReachableAsync(Camera camera, CancellationToken cancellationToken);
}
