using System.Net;
using System.Net.Sockets;
using VideoStream.Cameras;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Transports.Connections;
using VideoStream.Viewers;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Connections are limited in number and time, and never so that cameras and health checks suffer.</summary>
public sealed class ConnectionLimitTests
{
    private static readonly (string, string)[] Small =
        [("Cameras:main:Source", "test"), ("Cameras:main:Width", "320"), ("Cameras:main:Height", "180")];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Idle_connections_give_way_to_new_ones_which_are_answered()
    {
        using var service = new ServiceHost([.. Small, ("Limits:MaxConnections", "4")]);
        using var idle = new Sockets();
        for (int i = 0; i < 100; i++)
        {
            await idle.TryConnectAsync(service.Address);
            Assert.InRange(service.Get<ConnectionBudget>().Open, 0, 4 + ConnectionBudget.Reserve + ConnectionBudget.MaxCut);
        }

        foreach (string path in (string[])["/healthz/live", "/snapshot.jpg", "/api/v1/status"])
            Assert.Equal(HttpStatusCode.OK, (await service.Http.GetAsync(path, Cancelled)).StatusCode);
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        await client.LiveAsync();
        await Eventually.HoldsAsync(() => service.Get<ConnectionBudget>().Open <= 4, "the others are closed");
    }

    [Fact]
    public async Task While_all_connections_stream_health_checks_are_answered_and_all_else_is_503()
    {
        using var service = new ServiceHost([.. Small, ("Limits:MaxConnections", "4")]);
        var streams = new List<HttpResponseMessage>();
        for (int i = 0; i < 4; i++)
            streams.Add(await service.Http.GetAsync("/video_feed", HttpCompletionOption.ResponseHeadersRead, Cancelled));

        for (int i = 0; i < 2 * ConnectionBudget.Reserve; i++)
        {
            using HttpResponseMessage health = await service.Http.GetAsync("/healthz/live", Cancelled);
            Assert.Equal((HttpStatusCode.OK, true), (health.StatusCode, health.Headers.ConnectionClose));
            using HttpResponseMessage refused = await service.Http.GetAsync("/snapshot.jpg", Cancelled);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal("2", Assert.Single(refused.Headers.GetValues("Retry-After")));
            Assert.Contains("4 connections are open", await refused.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        }

        streams.ForEach(stream => stream.Dispose());
        await Eventually.HoldsAsync(() => service.Get<ViewerRegistry>().Admitted == 0, "the streams have ended");
        await Eventually.HoldsAsync(() => service.Get<ConnectionBudget>().Open < 4, "their connections have ended");
        Assert.Equal(HttpStatusCode.OK, (await service.Http.GetAsync("/snapshot.jpg", Cancelled)).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET /healthz/live HTTP/1.1\r\nHost: localhost\r\n")]
    [InlineData("GET /healthz/live HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    public async Task A_connection_that_sends_nothing_or_half_a_request_or_nothing_more_is_closed(string sent)
    {
        using var service = new ServiceHost([.. Small, ("Limits:IdleTimeout", "1"), ("Limits:RequestHeadersTimeout", "1")]);
        using var sockets = new Sockets();
        Socket socket = await sockets.ConnectAsync(service.Address);
        await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(sent), Cancelled);
        byte[] buffer = new byte[4096];
        // Bounded by the test's own time.
        using var timeout = new CancellationTokenSource(TestClient.Timeout);
        while (await socket.ReceiveAsync(buffer, timeout.Token) > 0)
        {
        }
    }

    [Fact]
    public async Task An_address_that_opens_too_many_streams_in_a_second_gets_429_with_the_time_to_wait()
    {
        using var service = new ServiceHost([.. Small, ("Limits:HandshakesPerAddress", "2"), ("WebSocket:MaxClients", "100")]);
        var statuses = new List<HttpStatusCode>();
        foreach (string path in Enumerable.Repeat((string[])["/video_feed", "/ws/video_feed"], 10).SelectMany(paths => paths))
        {
            using HttpResponseMessage response = await service.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Cancelled);
            statuses.Add(response.StatusCode);
            if (response.StatusCode != HttpStatusCode.TooManyRequests)
                continue;
            Assert.Equal("1", Assert.Single(response.Headers.GetValues("Retry-After")));
            Assert.Contains("may open 2 streams a second", await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.Equal(HttpStatusCode.OK, statuses[0]);
        // All else is not limited.
        for (int i = 0; i < 20; i++)
            Assert.Equal(HttpStatusCode.OK, (await service.Http.GetAsync("/api/v1/status", Cancelled)).StatusCode);
    }

    [Fact]
    public async Task Without_a_limit_of_handshakes_none_is_refused()
    {
        using var service = new ServiceHost([.. Small, ("Limits:HandshakesPerAddress", "0")]);
        for (int i = 0; i < 100; i++)
        {
            using HttpResponseMessage head = await service.Http.SendAsync(new(HttpMethod.Head, "/video_feed"), Cancelled);
            Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        }
    }

    /// <summary>With an ordinary shell's limit of 1,024 the same happens at 860 connections.</summary>
    [Fact]
    public async Task A_process_with_few_descriptors_answers_and_reopens_its_camera_however_many_idle_connections_come()
    {
        using var camera = new MjpegCamera();
        var (service, address) = await ServiceProcess.ListenAfterAsync("ulimit -n 400", $"--source={camera.Network.Url()}");
        using (service)
        {
            using var idle = new Sockets();
            for (int i = 0; i < 500; i++)
                await idle.TryConnectAsync(address);

            using TestClient client = await TestClient.ConnectAsync(address, v1: true);
            await client.LiveAsync();
            camera.Network.Vanish();
            await client.CameraAsync("lost");
            for (int i = 0; i < 100; i++)
                await idle.TryConnectAsync(address);
            camera.Network.Return();
            await client.CameraAsync("live");
            using var http = new HttpClient { BaseAddress = address, Timeout = TestClient.Timeout };
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/healthz/live", Cancelled)).StatusCode);
            Assert.InRange(Directory.GetFileSystemEntries($"/proc/{service.Process.Id}/fd").Length, 1, 399);
            // One line, however many.
            Assert.Single(service.Output, line => line.Contains("Closed as idle: ", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("/video_feed", WritePath.Direct)]
    [InlineData("/video_feed", WritePath.Middleware)]
    [InlineData("/ws/video_feed", WritePath.Direct)]
    [InlineData("/ws/video_feed", WritePath.Middleware)]
    public async Task A_client_that_reads_nothing_and_closes_only_its_side_gives_its_place_back(string path, WritePath write)
    {
        using var service = new ServiceHost(
            write, ("WebSocket:MaxClients", "1"), ("WebSocket:SendTimeout", "3600"), ("Adaptive:Enabled", "false"));
        using RawClient client = path == "/video_feed"
            ? await RawClient.RequestAsync(service.Address, path, receiveBuffer: 4096)
            : await RawClient.ConnectAsync(service.Address, receiveBuffer: 4096);
        var viewers = service.Get<ViewerRegistry>();
        await Eventually.HoldsAsync(() => viewers.Admitted == 1, "it is admitted");
        // Long enough for the kernel to take no more, which the place does not depend on.
        Camera camera = service.Get<CameraRegistry>().All.Single();
        await Eventually.HoldsAsync(() => camera.Captured > 90, "ninety frames");
        client.Socket.Shutdown(SocketShutdown.Send);
        await Eventually.HoldsAsync(() => viewers.Admitted == 0, "the place is free");
    }
}
