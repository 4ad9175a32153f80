using VideoStream.Load.Connections;

namespace VideoStream.Load.Streams;

/// <summary>Reads frames from a connection in one protocol.</summary>
internal interface IFrameStream
{
    /// <summary>HTTP request for the stream.</summary>
    string Request { get; }

    /// <summary>Status code of a response with the stream.</summary>
    int AcceptedStatus { get; }

    /// <summary>Reads everything after the response's head.</summary>
    /// <returns>Why the server ended the stream.</returns>
    /// <exception cref="InvalidDataException">The server broke the protocol.</exception>
    /// <exception cref="EndOfStreamException">The server closed the connection without a reason.</exception>
    Task<string> ReadAsync(ByteWindow window, bool isChunked);

    /// <summary>Asks the server to end the stream, if the protocol can.</summary>
    /// <returns>False if the protocol cannot.</returns>
    bool TryLeave();
}
