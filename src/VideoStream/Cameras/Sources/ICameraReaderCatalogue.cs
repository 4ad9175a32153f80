namespace VideoStream.Cameras.Sources;

/// <summary>What a camera's supervisor needs to know about its source.</summary>
internal interface ICameraReaderCatalogue
{
    /// <summary>Makes a reader for one connection.</summary>
    ICameraReader Create(Camera camera);

    /// <summary>Whether the camera is open only while it has viewers.</summary>
    bool IsOnDemand(Camera camera);

    /// <summary>What is wrong with the source, as far as that can be known without opening it; null if nothing is.</summary>
    Task<CameraFault?> FindFaultAsync(Camera camera, CancellationToken cancellationToken) => Task.FromResult<CameraFault?>(null);

    /// <summary>Selects a better source for the next connection, if the configured one leaves a choice and there is one now.</summary>
    /// <returns>Whether another source was selected.</returns>
    bool TryReselect(Camera camera) => false;

    /// <summary>Forgets a camera's source, because its options change or it is removed.</summary>
    void Forget(Camera camera)
    {
    }

    /// <summary>Checks, without reading, whether a connection may succeed.</summary>
    Task<bool> IsReachableAsync(Camera camera, CancellationToken cancellationToken);
}
