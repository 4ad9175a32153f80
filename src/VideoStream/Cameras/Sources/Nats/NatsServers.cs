using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.Nats;

/// <summary>
/// The connections to NATS servers: one for each address and user, for all that is relayed, and one for all that is published: a question
/// must not wait behind frames that leave slowly. They stay open until the end.
/// </summary>
internal sealed class NatsServers(IOptions<VideoStreamOptions> options, TimeProvider time, ILogger<NatsServer> logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<NatsServer>> _servers = new();

    /// <summary>The connection to a server. It begins to connect with the first call, and goes on trying.</summary>
    /// <param name="url">The address; its user and password, if it has some, count instead of the configured ones.</param>
    /// <param name="isForPublishing">Whether frames are sent over it.</param>
    public NatsServer Get(CameraUrl url, bool isForPublishing = false)
    {
        string userInfo = url.HasCredentials ? $"{url.Credentials.UserName}:{url.Credentials.Password}@" : "";
        return _servers.GetOrAdd(
            $"{isForPublishing} {userInfo}{url.Display}",
            _ => new Lazy<NatsServer>(() => NatsServer.Start(url, options.Value.Nats, time, logger))).Value;
    }

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_servers.Values.Select(server => server.Value.DisposeAsync().AsTask()));
}
