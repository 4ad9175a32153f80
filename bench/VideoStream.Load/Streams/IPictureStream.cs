using VideoStream.Load.Connections;

namespace VideoStream.Load.Streams;

/// <summary>One way in which pictures come over a connection.</summary>
internal interface IPictureStream
{
    /// <summary>The HTTP request that asks for the pictures.</summary>
    string Request { get; }

    /// <summary>The status with which they come.</summary>
    int AcceptedStatus { get; }

    /// <summary>Reads what follows the response's head.</summary>
    /// <returns>Why the server ended it.</returns>
    /// <exception cref="InvalidDataException">The server broke the protocol.</exception>
    /// <exception cref="EndOfStreamException">It closed the connection without a word.</exception>
    Task<string> ReadAsync(ByteWindow window, bool isChunked);

    /// <summary>Tells the server that the viewer leaves.</summary>
    /// <returns>Whether the server will end the stream for it.</returns>
    bool TryLeave();
}
