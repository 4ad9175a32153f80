namespace VideoStream.Load.Streams;

/// <summary>Type of a WebSocket frame (RFC 6455, section 11.8).</summary>
internal enum Opcode
{
    Continuation = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10,
}
