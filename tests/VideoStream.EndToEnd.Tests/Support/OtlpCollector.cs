using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>A collector of OpenTelemetry that keeps what it gets, by gRPC or HTTP.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<(string Path, string Body)> _received = new();

    private OtlpCollector(WebApplication application, HttpProtocols protocols, int port)
    {
        _application = application;
        Address = new Uri($"http://127.0.0.1:{port}");
        application.Run(context => ReceiveAsync(context, isGrpc: protocols == HttpProtocols.Http2));
    }

    public Uri Address { get; }

    /// <summary>Starts it for gRPC (<see cref="HttpProtocols.Http2"/>) or HTTP.</summary>
    public static async Task<OtlpCollector> StartAsync(HttpProtocols protocols)
    {
        int port = FreePort.Find();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.ListenLocalhost(port, endpoint => endpoint.Protocols = protocols));
        var collector = new OtlpCollector(builder.Build(), protocols, port);
        await collector._application.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    /// <summary>Whether something with this text was sent to a path that ends like this.</summary>
    public bool Has(string path, string text) => _received.Any(one =>
        one.Path.EndsWith(path, StringComparison.Ordinal) && one.Body.Contains(text, StringComparison.Ordinal));

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context, bool isGrpc)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _received.Enqueue((context.Request.Path, System.Text.Encoding.Latin1.GetString(body.ToArray())));
        context.Response.ContentType = isGrpc ? "application/grpc" : "application/x-protobuf";
        if (!isGrpc)
            return;
        // An empty message, with its prefix of five bytes.
        await context.Response.Body.WriteAsync(new byte[5]);
        context.Response.AppendTrailer("grpc-status", "0");
    }
}
