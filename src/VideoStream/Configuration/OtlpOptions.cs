using System.Diagnostics.CodeAnalysis;

namespace VideoStream.Configuration;

/// <summary>Export by the OpenTelemetry protocol (OTLP): <c>VideoStream:Telemetry:Otlp</c>.</summary>
internal sealed class OtlpOptions
{
    /// <summary>
    /// Address of a collector that gets the metrics once a minute, and a trace of each HTTP request: <c>http://</c> or <c>https://</c>,
    /// host and port. Default: not set, nothing is sent.
    /// </summary>
    public string? Endpoint { get; set; }

    /// <summary>How the collector is spoken to. Default <see cref="OtlpProtocol.Grpc"/>.</summary>
    public OtlpProtocol Protocol { get; set; } = OtlpProtocol.Grpc;

    /// <summary>Reads an endpoint. It has no user or password, because it appears in the log.</summary>
    /// <returns>False if it is no address that metrics can be sent to.</returns>
    public static bool TryParse([NotNullWhen(true)] string? endpoint, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out address)
        && address is { Scheme: "http" or "https", Host.Length: > 0, UserInfo.Length: 0, Query.Length: 0 };
}
