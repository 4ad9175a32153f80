using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using VideoStream.Access;
using VideoStream.Configuration;

namespace VideoStream.Hosting;

/// <summary>Logs once, when the service has started, what of its access an operator should know.</summary>
internal sealed partial class AccessWarnings(
    IOptions<VideoStreamOptions> options,
    AccessKeys keys,
    StateDirectory state,
    IServer server,
    ILogger<AccessWarnings> logger) : IHostedLifecycleService
{
    private ICollection<string> Addresses => server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (options.Value.WebSocket.AllowedOrigins.Length > 0)
            LogOldKey();
        string[] open = keys.AreRequired ? [] : [.. Addresses.Where(ListenUrl.IsReachableFromOutside)];
        if (open.Length > 0)
            LogOpen(string.Join(", ", open), CommandName.NewKey);
        if (keys.AreRequired && !state.IsConfigured)
            LogNoState();
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
