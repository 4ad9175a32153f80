using System.Net.Sockets;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Cameras.Sources.Http;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Ffmpeg;

/// <summary>What ffmpeg gets of a response that is open already. This process stands in for ffmpeg.</summary>
public sealed class BodyRelayTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_one_request_gets_the_whole_body_and_a_second_one_nothing()
    {
        using HttpCameraClient client = Open(new MemoryStream("stream"u8.ToArray()));
        using BodyRelay relay = Serve(client, "trans"u8.ToArray());
        Assert.Equal(
            "HTTP/1.1 200 OK\r\nContent-Type: video/mp2t\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                + "5\r\ntrans\r\n6\r\nstream\r\n0\r\n\r\n",
            await AskAsync(relay));
        Assert.Empty(await AskAsync(relay));
        Assert.Null(relay.Fault);
    }

    [Fact]
    public async Task A_camera_that_is_lost_is_the_fault()
    {
        using HttpCameraClient client = Open(new FailingStream("stream"u8.ToArray()));
        using BodyRelay relay = Serve(client, []);
        Assert.EndsWith("\r\n\r\n6\r\nstream\r\n", await AskAsync(relay), StringComparison.Ordinal);
        Assert.Equal("http://camera: connection lost", relay.Fault?.Text);
    }

    [Fact]
    public async Task A_body_that_is_shorter_than_its_length_is_the_fault()
    {
        using HttpCameraClient client = Open(new HttpStub(() => HttpStub.Answer("video/mp4", new MemoryStream("film"u8.ToArray()), 5)));
        using BodyRelay relay = Serve(client, []);
        Assert.EndsWith("\r\n\r\n4\r\nfilm\r\n", await AskAsync(relay), StringComparison.Ordinal);
        Assert.Equal("http://camera: connection lost", relay.Fault?.Text);
    }

    [Fact]
    public void Disposing_closes_the_response()
    {
        var stub = new HttpStub(() => HttpStub.Answer("video/mp2t", Stream.Null));
        using HttpCameraClient client = Open(stub);
        Serve(client, []).Dispose();
        Assert.True(stub.Connections[0].IsAborted);
    }

    private static HttpCameraClient Open(Stream body) => Open(new HttpStub(() => HttpStub.Answer("video/mp2t", body)));

    private static HttpCameraClient Open(HttpStub stub)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the owner of a connection is known on Linux only");
        var client = new HttpCameraClient(new CameraUrl("http://camera/"), stub, TimeProvider.System);
        Assert.True(client.EnsureResponse(Cancelled).IsOk);
        return client;
    }

    private static BodyRelay Serve(HttpCameraClient client, byte[] first)
    {
        var relay = new BodyRelay(new OpenBody(client.Response!, first), "http://camera", TimeProvider.System);
        relay.Serve(Environment.ProcessId);
        return relay;
    }

    private static async Task<string> AskAsync(BodyRelay relay)
    {
        // As ffmpeg's. One that may also be IPv6 is in another table of the kernel.
        using var connection = new TcpClient(AddressFamily.InterNetwork);
        await Limit.Within(connection.ConnectAsync("127.0.0.1", relay.Url.Port, Cancelled).AsTask());
        NetworkStream stream = connection.GetStream();
        await stream.WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray(), Cancelled);
        using var reader = new StreamReader(stream);
        return await Limit.Within(reader.ReadToEndAsync(Cancelled));
    }
}
