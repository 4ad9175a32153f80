using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using VideoStream.Configuration;
using VideoStream.Status;
using VideoStream.Transports.Mjpeg;
using VideoStream.Transports.Snapshot;
using VideoStream.Transports.WebSockets;

namespace VideoStream.Hosting;

/// <summary>What the service answers to.</summary>
internal static class VideoStreamRoutes
{
    public static void MapVideoStream(this WebApplication app)
    {
        // Here, and not when the host starts, so that bad configuration is told before anything else is done.
        _ = app.Services.GetRequiredService<IOptions<VideoStreamOptions>>().Value;

        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(DirectUpgrade.OfferAsync);
        app.UseWebSockets();
        app.UseDefaultFiles();
        app.UseStaticFiles();

        app.Map("/ws/video_feed", (HttpContext context, WebSocketEndpoint endpoint) => endpoint.HandleAsync(context)).ExcludeFromDescription();
        app.MapGet("/video_feed", (HttpContext context, MjpegEndpoint endpoint) => endpoint.HandleAsync(context));
        app.MapGet("/snapshot.jpg", (HttpContext context, SnapshotEndpoint endpoint) => endpoint.HandleAsync(context));
        app.MapGet("/api/v1/status", (StatusEndpoints endpoints) => endpoints.Status());
        app.MapGet("/api/v1/cameras", (StatusEndpoints endpoints) => endpoints.Cameras());
        app.MapHealthChecks("/healthz/live", Health(_ => false));
        app.MapHealthChecks("/healthz/ready", Health(_ => true));
        app.MapOpenApi();
    }

    private static HealthCheckOptions Health(Func<HealthCheckRegistration, bool> which) =>
        new() { Predicate = which, ResponseWriter = HealthResponse.WriteAsync };
}
