using VideoStream.Frames;

namespace VideoStream.Viewers;

/// <summary>
/// Where a viewer's frames go: the part of a transport that differs. One frame at a time, used by the viewer's sender alone.
/// </summary>
internal interface IFrameSink
{
    /// <summary>Whether messages other than frames wait to be sent. They go before the next frame. For any thread.</summary>
    bool HasMessages => false;

    /// <summary>Sends what fits into the socket now. Never blocks.</summary>
    /// <returns>Whether that was the whole frame; else <see cref="FinishAsync"/> must follow.</returns>
    /// <exception cref="IOException">The connection is gone.</exception>
    bool TrySend(EncodedFrame frame);

    /// <summary>Sends the rest of a frame. Ends early only when the connection is cut.</summary>
    /// <exception cref="IOException">The connection is gone.</exception>
    ValueTask FinishAsync(EncodedFrame frame);

    /// <summary>Sends all messages that wait.</summary>
    ValueTask SendMessagesAsync() => ValueTask.CompletedTask;
}
