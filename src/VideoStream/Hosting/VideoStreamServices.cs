using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using Serilog;
using Serilog.Filters;
using VideoStream.Access;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Nats;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Encoding.Jpeg;
using VideoStream.Frames.Jpeg;
using VideoStream.Frames.Text;
using VideoStream.Hosting.Reload;
using VideoStream.Hosting.Systemd;
using VideoStream.Relay;
using VideoStream.Status;
using VideoStream.Transports;
using VideoStream.Transports.Authentication;
using VideoStream.Transports.Connections;
using VideoStream.Transports.Links;
using VideoStream.Transports.Mjpeg;
using VideoStream.Transports.Snapshot;
using VideoStream.Transports.Tcp;
using VideoStream.Transports.WebSockets;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Hosting;

/// <summary>The parts of the service, in the order in which a frame passes them.</summary>
internal static class VideoStreamServices
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    public static void AddVideoStream(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddLog(builder.Configuration);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTimeout);
        services.AddSingleton(TimeProvider.System);
        services
            .AddConfiguration(builder.Configuration)
            .AddCameras()
            .AddEncoding()
            .AddFonts()
            .AddAccess()
            .AddViewers()
            .AddRelay()
            .AddTransports()
            .AddStatus()
            .AddTelemetry(builder.Configuration)
            .AddPageFiles();
        // The web server is added later and so stops first: frames come until all clients are gone.
        services.AddSingleton<MemoryTrimmer>();
        services.AddSingleton<CameraLoops>();
        services.AddSingleton<DiscoveryLoop>();
        services.AddSingleton<BackgroundLoops>();
        services.AddHostedService(provider => provider.GetRequiredService<BackgroundLoops>());
        services.AddSystemdService();
    }

    private static void AddLog(this IServiceCollection services, ConfigurationManager configuration)
    {
        configuration.AddLogLevels();
        if (LogLevels.Problems(configuration).FirstOrDefault() is { } problem)
            throw new StartException(problem);
        services.AddSerilog((provider, logging) => logging
            .ReadFrom.Configuration(configuration, LogOutput.Reader)
            // Has the bytes of bad requests, with whatever they bring.
            .Filter.ByExcluding(Matching.FromSource("Microsoft.AspNetCore.Server.Kestrel.BadRequests"))
            .Enrich.With<AccessTokenRedaction>()
            .Enrich.With<PrintableLog>()
            .Filter.With(new FloodLogFilter(provider.GetRequiredService<TimeProvider>()))
            .WriteToConsole(configuration));
    }

    private static IServiceCollection AddConfiguration(this IServiceCollection services, ConfigurationManager configuration)
    {
        services.AddSingleton<CurrentOptions>();
        services.AddSingleton<IOptions<VideoStreamOptions>>(provider => provider.GetRequiredService<CurrentOptions>());
        services.AddSingleton(provider => new ConfigurationReader(
            configuration,
            provider.GetServices<IValidateOptions<VideoStreamOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        // Whose section the server reads last counts.
        services.PostConfigure<KestrelServerOptions>(kestrel => kestrel.Configure(
            new ConfigurationBuilder().AddInMemoryCollection(ServerPaths.Values(configuration.GetSection("Kestrel"))).Build()));
        services.AddSingleton<ServerCertificates>();
        services.AddSingleton<ConfigurationReload>();
        services.AddSingleton<IConfigureOptions<VideoStreamOptions>, VideoStreamOptionsBinder>();
        services.AddSingleton<IValidateOptions<VideoStreamOptions>, VideoStreamOptionsValidator>();
        services.AddSingleton<IValidateOptions<VideoStreamOptions>, VideoStreamOptionsRules>();
        services.AddSingleton<IValidateOptions<VideoStreamOptions>, NatsOptionsRules>();
        services.AddSingleton<IValidateOptions<VideoStreamOptions>, AccessOptionsRules>();
        services.AddSingleton<IValidateOptions<VideoStreamOptions>, AccessKeyValidator>();
        services.AddSingleton<IValidateOptions<VideoStreamOptions>, FontValidator>();
        services.AddOptions<VideoStreamOptions>().ValidateOnStart();
        return services;
    }

    private static IServiceCollection AddCameras(this IServiceCollection services) => services
        .AddSingleton<IValidateOptions<VideoStreamOptions>, SourceValidator>()
        .AddSingleton<NatsServers>()
        .AddSingleton<Upstreams>()
        .AddSingleton<CameraDiscovery>()
        .AddSingleton<ICameraReaderCatalogue, CameraReaderCatalogue>()
        .AddSingleton<CameraRegistry>();

    private static IServiceCollection AddEncoding(this IServiceCollection services)
    {
        if (!TurboJpeg.IsAvailable)
        {
            services.AddSingleton(new StartWarning(
                "libturbojpeg is missing, or older than 2.0. OpenCV takes its place, at two to four times the CPU. "
                + $"Install the package {TurboJpeg.Package}, as scripts/native-deps.sh does"));
        }

        return services
            .AddSingleton<EncoderThreads>()
            .AddSingleton<VariantRegistry>()
            .AddHostedService<VideoEncoderCheck>();
    }

    private static IServiceCollection AddFonts(this IServiceCollection services) => TextFonts.FindMissing() is { } missing
        ? services.AddSingleton(new StartWarning($"The on-screen display has no text: {missing}"))
        : services;

    private static IServiceCollection AddAccess(this IServiceCollection services) => services
        .AddSingleton<RefusalCounts>()
        .AddSingleton<HostPolicy>()
        .AddSingleton<OriginPolicy>()
        .AddSingleton<TrustedProxies>()
        .AddSingleton<IConfigureOptions<CorsOptions>, CrossOriginSharing>()
        .AddCors()
        .AddSingleton<StateDirectory>()
        .AddSingleton<AccessKeys>()
        .AddSingleton<FailedTries>()
        .AddSingleton<LoginSessions>()
        .AddSingleton<LinkRegistry>()
        .AddSingleton<KeyCheck>()
        .AddKeyAuthentication()
        .AddHostedService<AccessWarnings>();

    private static IServiceCollection AddViewers(this IServiceCollection services) => services
        .AddSingleton(provider => new SettingTable(provider.GetRequiredService<IOptions<VideoStreamOptions>>()))
        .AddSingleton<ViewerRegistry>()
        .AddSingleton<ViewerTicker>()
        .AddSingleton<CameraStatusNotifier>();

    private static IServiceCollection AddRelay(this IServiceCollection services) => services
        .AddSingleton<IVariantSource, RelayedVariants>()
        .AddSingleton<NatsPublisher>();

    private static IServiceCollection AddTransports(this IServiceCollection services) => services
        .AddSingleton(provider => ConnectionBudget.Of(
            provider.GetRequiredService<IOptions<VideoStreamOptions>>().Value.Limits, OpenFiles.Left()))
        .AddSingleton<ConnectionLimiter>()
        .AddSingleton<RequestLimit>()
        .AddSingleton<SiteGate>()
        .AddSingleton<AcceptGate>()
        .AddSingleton<BodyTimeout>()
        .AddSingleton<IConnectionListenerFactory, GatedTransport>()
        .AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelLimits>()
        .AddSingleton<HandshakeLimit>()
        .AddSingleton<LinkReader>()
        .AddSingleton<LinkEndpoints>()
        .AddSingleton<StreamRequestReader>()
        .AddSingleton<ClientMessageParser>()
        .AddSingleton<WebSocketEndpoint>()
        .AddSingleton<MjpegEndpoint>()
        .AddSingleton<SnapshotLimit>()
        .AddSingleton<SnapshotSends>()
        .AddSingleton<SnapshotEndpoint>()
        .Configure<SocketTransportOptions>(transport =>
        {
            // Written bytes are then in the kernel, which has statistics of them, and not in a buffer of the web server.
            transport.MaxWriteBufferSize = 1;
            transport.UnsafePreferInlineScheduling = true;
            transport.CreateBoundListenSocket = endpoint => ListenFailure.Explain(endpoint, ListenSocket.Create);
        });

    private static IServiceCollection AddStatus(this IServiceCollection services)
    {
        services.AddSingleton<Uptime>();
        services.AddHostedService(provider => provider.GetRequiredService<Uptime>());
        services.AddSingleton<StatusEndpoints>();
        services.AddSingleton<HealthEndpoint>();
        services.AddProblemDetails();
        services.AddOpenApi(openApi =>
        {
            openApi.ShouldInclude = api => api.HttpMethod != HttpMethods.Head && api.HttpMethod != HttpMethods.Connect;
            openApi.AddDocumentTransformer<RelativeServer>();
            // Before the refusals that all routes share, because those are not about keys.
            openApi.AddDocumentTransformer<KeySchemes>();
            openApi.AddDocumentTransformer<CommonProblems>();
        });
        services.AddHealthChecks()
            .AddCheck<CamerasHealthCheck>(HealthResponseWriter.CamerasCheck)
            .AddCheck<LoopsHealthCheck>(HealthResponseWriter.LoopsCheck);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, StatusJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(1, LinkJson.Default);
        });
        return services;
    }
}
