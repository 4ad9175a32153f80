using VideoStream.Frames;

namespace VideoStream.Cameras.Sources;

/// <summary>
/// One kind of source, for one connection to it. Every call is made by that connection's own thread, and may block; when the token is
/// cancelled it should come back soon, but nobody waits for it.
/// </summary>
internal interface ICameraReader : IDisposable
{
    /// <summary>The stamp of the grabbed frame, if the source brings one; null if the moment of the grab is its capture time.</summary>
    CaptureStamp? Stamp => null;

    /// <summary>Opens the source.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    SourceResult Open(CancellationToken cancellationToken);

    /// <summary>Waits until the source has captured the next frame. A fault means that there will be no more.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    SourceResult Grab(CancellationToken cancellationToken);

    /// <summary>Gives the frame that was grabbed.</summary>
    /// <returns>False if it is damaged.</returns>
    bool Retrieve(FrameContent content, CaptureStamp stamp);

    /// <summary>Lets go of the source: some cameras only come back once nobody has them open. Harmless if it is not open.</summary>
    void Close();

    void IDisposable.Dispose() => Close();
}
