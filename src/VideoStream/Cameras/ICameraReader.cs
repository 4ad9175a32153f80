using OpenCvSharp;

namespace VideoStream.Cameras;

/// <summary>One kind of source. Every call is made by the camera's own thread, and may block.</summary>
internal interface ICameraReader : IDisposable
{
    /// <summary>Opens the source, again after it was lost.</summary>
    /// <returns>Why it can't be opened, in words for an operator; null if it is open.</returns>
    string? Open();

    /// <summary>Waits until the source has captured the next picture. The moment it returns is the picture's capture time.</summary>
    /// <returns>Why no picture will come any more; null if there is one.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    string? Grab(CancellationToken cancellationToken);

    /// <summary>Writes the picture that was grabbed, as BGR with 8 bits a channel.</summary>
    /// <returns>False if it can't be decoded.</returns>
    bool Retrieve(Mat pixels, Capture capture);

    /// <summary>Lets go of the source: some cameras only come back once nobody has them open. Harmless if it is not open.</summary>
    void Close();

    void IDisposable.Dispose() => Close();
}
