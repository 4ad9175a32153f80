using Microsoft.Extensions.Options;
using VideoStream.Configuration;

namespace VideoStream.Hosting;

/// <summary>Logs once, when the service has started, what of its access an operator should know.</summary>
internal sealed partial class AccessWarnings(IOptions<VideoStreamOptions> options, ILogger<AccessWarnings> logger)
    : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (options.Value.WebSocket.AllowedOrigins.Length > 0)
            LogOldKey();
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
