using System.Diagnostics.CodeAnalysis;
using System.Net.Security;

namespace VideoStream.Cameras.Sources.Network;

/// <summary>The result of a TLS handshake with a camera: the encrypted stream, or the fault.</summary>
internal readonly record struct TlsResult
{
    public TlsResult(SslStream stream)
    {
        Stream = stream;
    }

    public TlsResult(CameraFault fault)
    {
        Fault = fault;
    }

    [MemberNotNullWhen(true, nameof(Stream))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsSecure => Stream is not null;

    public SslStream? Stream { get; }

    public CameraFault? Fault { get; }
}
