namespace VideoStream.Transports.Connections;

/// <summary>Marks an endpoint that opens a stream, so that <see cref="HandshakeLimit"/> limits it.</summary>
internal sealed class HandshakeLimited;
