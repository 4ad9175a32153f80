using VideoStream.Frames;

namespace VideoStream.Cameras.Sources;

/// <summary>
/// Reads a source over one connection. The connection's own thread makes every call, so a call may block. It should return soon after
/// the token is cancelled, but the service does not wait for it.
/// </summary>
internal interface ICameraReader : IDisposable
{
    /// <summary>The stamp of the grabbed frame, if the source supplies one; null if the frame is captured by the grab.</summary>
    CaptureStamp? Stamp => null;

    /// <summary>Why the last frame is damaged, in a few words; null if it is not, or if that is not known.</summary>
    string? Damage => null;

    /// <summary>
    /// Why no picture may come though the source sends something, in words; null if nothing is known. For any thread, at any time.
    /// </summary>
    string? Hindrance => null;

    /// <summary>
    /// Since when frames are to be expected, in monotonic ticks; null while the source sends none because none are asked for. For any
    /// thread, at any time.
    /// </summary>
    long? ExpectedSince => 0;

    /// <summary>
    /// Why viewers can't be passed the source's own video, in words; null if they can, if that is not known yet, or if it has none.
    /// </summary>
    string? VideoProblem => null;

    /// <summary>Opens the source.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    SourceResult Open(CancellationToken cancellationToken);

    /// <summary>Blocks until the source has captured the next frame. After a fault no frame follows.</summary>
    /// <param name="cancellationToken">The same as for <see cref="Open"/>.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    SourceResult Grab(CancellationToken cancellationToken);

    /// <summary>Writes the grabbed frame into the content.</summary>
    /// <returns>False if the frame is damaged.</returns>
    bool Retrieve(FrameContent content, CaptureStamp stamp);

    /// <summary>Closes the source, if it is open. Some cameras only recover while they are closed.</summary>
    void Close();

    void IDisposable.Dispose() => Close();
}
