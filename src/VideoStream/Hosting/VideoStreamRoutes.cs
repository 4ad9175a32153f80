using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using VideoStream.Access;
using VideoStream.Configuration;
using VideoStream.Status;
using VideoStream.Transports;
using VideoStream.Transports.Authentication;
using VideoStream.Transports.Connections;
using VideoStream.Transports.Links;
using VideoStream.Transports.Mjpeg;
using VideoStream.Transports.Snapshot;
using VideoStream.Transports.WebSockets;

namespace VideoStream.Hosting;

/// <summary>The addresses that the service answers.</summary>
internal static class VideoStreamRoutes
{
    public static void MapVideoStream(this WebApplication app)
    {
        FindMistakes(app.Services);
        // Before the routing, which goes by what is left of the path.
        app.Use(LinkAddress.ReadAsync);
        app.UseRouting();
        app.UseStrictHeaders();
        app.Use(app.Services.GetRequiredService<ConnectionLimiter>().CountAsync);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseSiteGate();
        app.UseRequestLimits();
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(ClientUpgrade.OfferAsync);
        app.UseWebSockets();
        app.UsePageFiles();

        app.MapFrames();
        app.MapStatus();
        app.MapLogin();
        app.MapLinks();
        app.MapOpenApi().AllowHead();
    }

    /// <summary>Validates the options now, and opens the state directory, so that an error is reported before anything starts.</summary>
    private static void FindMistakes(IServiceProvider services)
    {
        _ = services.GetRequiredService<IOptions<VideoStreamOptions>>().Value;
        _ = services.GetRequiredService<IDataProtectionProvider>();
        _ = services.GetRequiredService<LoginSessions>();
        _ = services.GetRequiredService<LinkRegistry>();
    }

    /// <summary>
    /// Refuses requests that are too many, for other hosts, and of other sites' pages, before anything else is done for them.
    /// </summary>
    private static void UseSiteGate(this WebApplication app)
    {
        RequestLimit limit = app.Services.GetRequiredService<RequestLimit>();
        app.Use((context, next) => SiteGate.ReceiveAsync(context, limit.LimitAsync, next));
        app.Use(app.Services.GetRequiredService<TrustedProxies>().ApplyAsync);
        app.Use(limit.LimitAsync);
        app.Use(app.Services.GetRequiredService<SiteGate>().CheckAsync);
        app.UseSharing();
    }

    /// <summary>
    /// As <c>UseCors</c>, which compiles an expression to pass the second argument: the only one here, and its library takes 2 MB for good.
    /// </summary>
    private static void UseSharing(this WebApplication app) => app.Use(next =>
    {
        CorsMiddleware sharing = ActivatorUtilities.CreateInstance<CorsMiddleware>(app.Services, next);
        ICorsPolicyProvider policies = app.Services.GetRequiredService<ICorsPolicyProvider>();
        return context => sharing.Invoke(context, policies);
    });

    private static void UseRequestLimits(this WebApplication app)
    {
        app.Use(app.Services.GetRequiredService<HandshakeLimit>().LimitAsync);
        app.Use(app.Services.GetRequiredService<BodyTimeout>().LimitAsync);
    }

    private static void MapFrames(this WebApplication app)
    {
        app.MapSocket();
        app.MapGet("/video_feed", (HttpContext context, MjpegEndpoint endpoint) => endpoint.HandleAsync(context))
            .AllowHead()
            .RequireScope(AccessPolicies.View)
            .WithMetadata(new HandshakeLimited())
            .WithSummary("MJPEG: frames until the client disconnects.")
            .WithStreamParameters()
            .Produces<Stream>(contentType: MjpegSink.ContentType)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        app.MapGet("/snapshot.jpg", (HttpContext context, SnapshotEndpoint endpoint) => endpoint.HandleAsync(context))
            .AllowHead()
            .RequireScope(AccessPolicies.View)
            .WithSummary("The newest frame.")
            .WithStreamParameters()
            .WithParameter(
                SnapshotEndpoint.StaleParameter,
                "ok also accepts a placeholder while the camera is not live.",
                """{"type":"string","enum":["ok"]}""")
            .Produces<Stream>(contentType: "image/jpeg")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>A socket over HTTP/2 is opened by CONNECT.</summary>
    private static void MapSocket(this WebApplication app) => app
        .MapMethods(
            "/ws/video_feed",
            [HttpMethods.Get, HttpMethods.Head, HttpMethods.Connect],
            (HttpContext context, WebSocketEndpoint endpoint) => endpoint.HandleAsync(context))
        .RequireScope(AccessPolicies.View)
        .WithMetadata(new HandshakeLimited())
        .WithSummary("The WebSocket: frames, and messages in both directions.")
        .WithStreamParameters()
        .Produces(StatusCodes.Status101SwitchingProtocols)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status426UpgradeRequired)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static void MapLogin(this WebApplication app)
    {
        app.MapPost("/login", (HttpContext context, LoginEndpoint endpoint) => endpoint.LogInAsync(context))
            .WithMetadata(new RequestSizeLimitAttribute(LoginEndpoint.MaxBytes))
            .WithSummary("Exchanges a key for a cookie.")
            .WithLoginForm()
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        app.MapPost("/logout", (HttpContext context, LoginEndpoint endpoint) => endpoint.LogOutAsync(context))
            .WithSummary("Ends the login of the cookie, and its viewers.")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static void MapStatus(this WebApplication app)
    {
        app.MapGet("/api/v1/status", (StatusEndpoints endpoints) => endpoints.Status())
            .AllowHead()
            .RequireScope(AccessPolicies.Admin)
            .WithSummary("The service, its cameras and its viewers.");
        app.MapGet("/api/v1/cameras", (HttpContext context, StatusEndpoints endpoints) => endpoints.Cameras(context))
            .AllowHead()
            .RequireScope(AccessPolicies.View)
            .WithSummary("The cameras that the key may watch.");
        app.MapGet("/metrics", (HttpContext context, MetricsEndpoint endpoint) => endpoint.HandleAsync(context))
            .AllowHead()
            .RequireScope(AccessPolicies.Metrics)
            .WithSummary("All metrics, for Prometheus.")
            .Produces<string>(StatusCodes.Status200OK, MetricsEndpoint.ContentType, MetricsEndpoint.OpenMetrics);
        app.MapGet("/healthz/live", (HttpContext context, HealthEndpoint health) => health.LiveAsync(context))
            .AllowHead()
            .WithSummary("Whether the process answers.")
            .Produces<HealthResponse>();
        app.MapGet("/healthz/ready", (HttpContext context, HealthEndpoint health) => health.ReadyAsync(context))
            .AllowHead()
            .WithSummary("Whether all cameras deliver frames.")
            .Produces<HealthResponse>()
            .Produces<HealthResponse>(StatusCodes.Status503ServiceUnavailable);
    }
}
