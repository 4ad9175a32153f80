using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>
/// One kind of source, for one connection to it. Every call is made by that connection's own thread, and may block; when the token is
/// cancelled it should come back soon, but nobody waits for it.
/// </summary>
internal interface ICameraReader : IDisposable
{
    /// <summary>Opens the source.</summary>
    /// <returns>Why it can't be opened, in words for an operator; null if it is open.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    string? Open(CancellationToken cancellationToken);

    /// <summary>Waits until the source has captured the next picture. The moment it returns is the picture's capture time.</summary>
    /// <returns>Why no picture will come any more; null if there is one.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    string? Grab(CancellationToken cancellationToken);

    /// <summary>Gives the picture that was grabbed.</summary>
    /// <returns>False if it is damaged.</returns>
    bool Retrieve(FrameContent content, Capture capture);

    /// <summary>Lets go of the source: some cameras only come back once nobody has them open. Harmless if it is not open.</summary>
    void Close();

    void IDisposable.Dispose() => Close();
}
