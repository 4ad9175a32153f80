using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using VideoStream.Cameras;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Transports.Connections;
using VideoStream.Viewers;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Streams over TLS, by HTTP/1.1 and as streams of one connection of HTTP/2.</summary>
[Collection(Alone.Name)]
public sealed class Http2Tests : IDisposable
{
    private readonly TestCertificate _certificate = new();
    private readonly ServiceHost _service;
    private readonly HttpMessageInvoker _shared;

    public Http2Tests()
    {
        _service = new ServiceHost(
            _certificate, ("Cameras:main:Source", "test"), ("Cameras:main:Width", "320"), ("Cameras:main:Height", "180"),
            ("WebSocket:MaxClients", "200"), ("WebSocket:SendTimeout", "2"));
        _shared = new HttpMessageInvoker(_certificate.Handler());
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _shared.Dispose();
        _service.Dispose();
        _certificate.Dispose();
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_socket_shows_the_camera_and_takes_commands(string version)
    {
        using TestClient client = await ConnectAsync(version);
        Assert.Equal((320, 180), (await client.FrameAsync()).Size());
        await client.SendAsync("""{"type":"ping","t":7}""");
        Assert.Equal(7, (await client.TextAsync("pong")).GetProperty("t").GetInt32());
        await client.SendAsync("""{"type":"config","fps":5}""");
        // The first one tells the settings of the start.
        JsonElement config;
        do
            config = await client.TextAsync("config");
        while (config.GetProperty("fps").GetDouble() > 5);
        await client.SendAsync("""{"type":"command","action":"dance"}""");
        Assert.Equal("unknown_action", (await client.TextAsync("error")).GetProperty("code").GetString());
        using var timeout = new CancellationTokenSource(TestClient.Timeout);
        await client.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, timeout.Token);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, (await client.CloseAsync()).Status);
        await NobodyIsLeftAsync();
    }

    /// <summary>Without acknowledgements, only the kernel's statistics have a round-trip time.</summary>
    [Theory]
    [InlineData("1.1", true)]
    [InlineData("2.0", false)]
    public async Task Statistics_of_a_connection_count_for_a_socket_that_has_it_alone(string version, bool isMeasured)
    {
        using TestClient client = await ConnectAsync(version);
        for (int i = 0; i < 30; i++)
            await client.FrameAsync();
        Viewer viewer = _service.Get<ViewerRegistry>().Viewers.Single();
        Assert.Equal(isMeasured, viewer.WritesDirectly);
        Assert.Equal(isMeasured, viewer.Link.RoundTripMs is not null);
    }

    [Theory]
    [InlineData("1.1", true)]
    [InlineData("2.0", false)]
    public async Task Statistics_of_a_connection_count_for_MJPEG_that_has_it_alone(string version, bool isMeasured)
    {
        using HttpResponseMessage response = await GetAsync("video_feed", version);
        await ReadPartsAsync(response, 30);
        Viewer viewer = _service.Get<ViewerRegistry>().Viewers.Single();
        Assert.Equal(isMeasured, viewer.WritesDirectly);
        Assert.Equal(isMeasured, viewer.Link.RoundTripMs is not null);
    }

    [Fact]
    public async Task Acknowledgements_measure_the_link_of_a_stream_of_HTTP_2()
    {
        using TestClient client = await ConnectAsync("2.0");
        // The handshake is answered before the viewer is admitted.
        await client.FrameAsync();
        Viewer viewer = _service.Get<ViewerRegistry>().Viewers.Single();
        for (int i = 0; i < 30; i++)
            await client.SendAsync($$"""{"type":"ack","seq":{{(await client.FrameAsync()).Seq}}}""");
        await Eventually.HoldsAsync(() => viewer.Link.RoundTripMs is not null, "the round-trip time is known");
    }

    /// <summary>Its library has room for hundreds of frames, and answers the ping behind a frame when the program has read it.</summary>
    [Fact]
    public async Task A_program_that_works_on_each_frame_and_never_acknowledges_gets_recent_ones()
    {
        const int work = 6;
        SocketsHttpHandler handler = _certificate.Handler();
        handler.InitialHttp2StreamWindowSize = 4 * 1024 * 1024;
        using var roomy = new HttpMessageInvoker(handler);
        using TestClient client = await ConnectAsync("2.0", invoker: roomy);
        Camera camera = _service.Get<CameraRegistry>().All.Single();
        long behind = 0;
        for (int i = 0; i < 25; i++)
        {
            behind = camera.Captured - (await client.FrameAsync()).Seq;
            long captured = camera.Captured;
            await Eventually.HoldsAsync(() => camera.Captured >= captured + work, "more frames");
        }

        // Without a bound it would be behind by five frames for each that it has read.
        Assert.InRange(behind, 0, 3 * work);
    }

    [Fact]
    public async Task Many_streams_and_a_socket_share_one_connection()
    {
        HttpResponseMessage[] streams = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => GetAsync("video_feed", "2.0")));
        using TestClient client = await ConnectAsync("2.0");
        await Task.WhenAll(streams.Select(stream => ReadPartsAsync(stream, 10)));
        await client.FrameAsync();
        Assert.Equal(13, _service.Get<ViewerRegistry>().Admitted);
        Assert.Equal(1, _service.Get<ConnectionBudget>().Open);
        foreach (HttpResponseMessage stream in streams)
            stream.Dispose();
        await Eventually.HoldsAsync(() => _service.Get<ViewerRegistry>().Admitted == 1, "the places of the streams are free");
        await client.FrameAsync();
    }

    /// <summary>As many as the tabs of a browser can have, which would wait for each other else.</summary>
    [Fact]
    public async Task One_connection_has_room_for_the_streams_of_several_grids()
    {
        HttpResponseMessage[] streams = await Task.WhenAll(Enumerable.Range(0, 128).Select(_ => GetAsync("video_feed?fps=1", "2.0")));
        Assert.All(streams, stream => Assert.Equal(HttpStatusCode.OK, stream.StatusCode));
        Assert.Equal(128, _service.Get<ViewerRegistry>().Admitted);
        Assert.Equal(1, _service.Get<ConnectionBudget>().Open);
        foreach (HttpResponseMessage stream in streams)
            stream.Dispose();
    }

    [Fact]
    public async Task A_stream_that_is_not_read_ends_alone()
    {
        using HttpResponseMessage unread = await GetAsync("video_feed", "2.0");
        using TestClient client = await ConnectAsync("2.0");
        await Eventually.HoldsAsync(
            async () => await client.FrameAsync() is not null && _service.Get<ViewerRegistry>().Admitted == 1,
            "the unread stream has ended");
        for (int i = 0; i < 10; i++)
            await client.FrameAsync();
        Assert.Equal(1, _service.Get<ConnectionBudget>().Open);
    }

    [Fact]
    public async Task A_socket_that_has_no_camera_is_refused_with_the_reason()
    {
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => ConnectAsync("2.0", "camera=none"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
    }

    private Task<TestClient> ConnectAsync(string version, string query = "", HttpMessageInvoker? invoker = null) => TestClient.ConnectAsync(
        _service.Address,
        query,
        v1: true,
        options =>
        {
            options.HttpVersion = new Version(version);
            options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        },
        invoker ?? _shared);

    private Task<HttpResponseMessage> GetAsync(string path, string version)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_service.Address, path))
        {
            Version = new Version(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        return _shared.SendAsync(request, Cancelled);
    }

    private static async Task ReadPartsAsync(HttpResponseMessage response, int count)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var reader = new MultipartReader("videostream", await response.Content.ReadAsStreamAsync(Cancelled));
        for (int i = 0; i < count; i++)
        {
            MultipartSection? part = await reader.ReadNextSectionAsync(Cancelled);
            using var jpeg = new MemoryStream();
            await part!.Body.CopyToAsync(jpeg, Cancelled);
            Assert.Equal((320, 180), new ReceivedFrame(jpeg.ToArray()).Size());
        }
    }

    private Task NobodyIsLeftAsync() =>
        Eventually.HoldsAsync(() => _service.Get<ViewerRegistry>().Admitted == 0, "the place is free");
}
