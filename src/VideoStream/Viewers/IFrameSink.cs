using VideoStream.Frames;

namespace VideoStream.Viewers;

/// <summary>
/// Sends a viewer's frames: the operations in which transports differ. One frame at a time. Used by the viewer's sender alone.
/// </summary>
internal interface IFrameSink
{
    /// <summary>Whether messages other than frames wait. They are sent before the next frame. For any thread.</summary>
    bool HasMessages => false;

    /// <summary>A frame will be sent soon: asks the processor for what that needs.</summary>
    /// <param name="ahead">
    /// How many others come before: 3 for the sink's parts, less for what is in those. The sink itself has been asked for before.
    /// </param>
    void Prefetch(int ahead)
    {
    }

    /// <summary>Sends what the kernel takes at once. Never blocks.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="asksReceipt">Whether to ask the client for a receipt, if the transport can: <see cref="Viewer.TryReceive"/>.</param>
    /// <returns>Whether it took the whole frame; else <see cref="FinishAsync"/> must follow.</returns>
    /// <exception cref="IOException">The connection is gone.</exception>
    bool TrySend(EncodedFrame frame, bool asksReceipt);

    /// <summary>Sends the rest of a frame. Ends early only when the connection is cut.</summary>
    /// <exception cref="IOException">The connection is gone.</exception>
    ValueTask FinishAsync(EncodedFrame frame);

    /// <summary>Sends all messages that wait.</summary>
    ValueTask SendMessagesAsync() => ValueTask.CompletedTask;
}
