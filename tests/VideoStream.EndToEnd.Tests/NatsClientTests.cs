using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Nats;
using VideoStream.Configuration;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>What is asked of the NATS client while no server is there.</summary>
public sealed class NatsClientTests
{
    [Fact]
    public async Task What_is_published_while_the_connection_is_lost_ends_and_is_not_kept()
    {
        Assert.True(CameraUrl.TryParse($"nats://127.0.0.1:{FreePort.Find()}", out CameraUrl? url));
        await using var servers = new NatsServers(
            Options.Create(new VideoStreamOptions()), TimeProvider.System, NullLogger<NatsServer>.Instance);
        NatsServer server = servers.Get(url);
        Assert.False(server.IsConnected);

        CancellationToken cancelled = TestContext.Current.CancellationToken;
        Task publishing = server.Connection.PublishAsync("gate", "frame", cancellationToken: cancelled).AsTask();
        Exception? failure = await Record.ExceptionAsync(() => publishing.WaitAsync(TestClient.Timeout, cancelled));

        Assert.True(failure?.IsOfConnection(CancellationToken.None), failure?.ToString());
    }
}
