namespace VideoStream.Configuration;

/// <summary>The transports of the OpenTelemetry protocol.</summary>
internal enum OtlpProtocol
{
    /// <summary>gRPC over HTTP/2; a collector listens for it on port 4317.</summary>
    Grpc,

    /// <summary>Protocol buffers over HTTP/1.1; a collector listens for it on port 4318.</summary>
    HttpProtobuf,
}
