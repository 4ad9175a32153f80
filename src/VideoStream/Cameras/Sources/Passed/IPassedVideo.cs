namespace VideoStream.Cameras.Sources.Passed;

/// <summary>Reads a camera's own H.264 as access units. The connection's own thread makes all calls.</summary>
internal interface IPassedVideo : IDisposable
{
    /// <summary>
    /// The access unit, valid until the next read: slices alone, each after a start code of four bytes, and before a key frame all SPS and
    /// PPS once. Before another frame there are those that have changed, which is rare.
    /// </summary>
    ReadOnlySpan<byte> Unit { get; }

    /// <summary>Whether units were lost or dropped since the unit before.</summary>
    bool FollowsLoss { get; }

    /// <summary>
    /// Why another reader should read the camera, as the end of a sentence about it, if that is known only from what it sends: then
    /// <see cref="Read"/> returns a fault. Null if nothing is known.
    /// </summary>
    string? Unsupported { get; }

    /// <summary>Opens the camera.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    PassedOpenResult Open(CancellationToken cancellationToken);

    /// <summary>Blocks until the next access unit is complete.</summary>
    /// <param name="cancellationToken">The same as for <see cref="Open"/>.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    SourceResult Read(CancellationToken cancellationToken);
}
