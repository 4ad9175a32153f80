namespace VideoStream.Transports.WebSockets;

/// <summary>The notifications that wait for a client of <c>videostream.v1</c>, and the question that any client can get.</summary>
[Flags]
internal enum PendingNotifications
{
    None = 0,
    Hello = 1,
    Config = 2,
    Camera = 4,
    Stats = 8,
    Question = 16,
}
