using System.Net.Sockets;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Cameras with rtsps that name other addresses than the one that ffmpeg gets, and proxies before them.</summary>
public sealed class SecureRtspTests
{
    private static readonly Lazy<EncodedVideo> H264 = new(() => EncodedVideo.Make());

    [Fact]
    public async Task A_camera_that_names_its_own_address_is_asked_for_that_over_the_same_connection()
    {
        using var camera = new RtspCamera(H264.Value) { Credentials = ("ana", "s3cret"), Base = "rtsps://camera.invalid:322/cam/" };
        using SecureFront front = SecureFront.Of(camera.Network.Port);
        using var service = new ServiceHost(
            ("Cameras:main:Source", front.Network.Url("/cam", "ana:s3cret@", "rtsps")),
            ("Cameras:main:TrustedCertificate", front.Fingerprint));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        ReceivedFrame first = await client.LiveAsync();
        for (int i = 0; i < 30; i++)
            Assert.True((await client.LiveAsync()).Seq > first.Seq);
        Assert.Contains("SETUP rtsps://camera.invalid:322/cam/track1", camera.Requests);
        Assert.Contains("PLAY rtsps://camera.invalid:322/cam/", camera.Requests);
        Assert.Equal((1, 1), (front.Network.Accepted, camera.Network.Accepted));
    }

    [Theory]
    [InlineData("rtsp")]
    [InlineData("rtsps")]
    public async Task A_redirect_is_the_reason_and_the_password_is_not_sent_there(string scheme)
    {
        using var other = new RtspCamera(H264.Value);
        string redirect = other.Network.Url("/cam?a=b", scheme: scheme);
        using var camera = new RtspCamera(H264.Value) { Credentials = ("ana", "s3cret"), Redirect = redirect };
        using SecureFront front = SecureFront.Of(camera.Network.Port);
        using var service = new ServiceHost(
            ("Cameras:main:Source", front.Network.Url("/cam", "ana:s3cret@", "rtsps")),
            ("Cameras:main:TrustedCertificate", front.Fingerprint));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        string here = $"rtsps://127.0.0.1:{front.Network.Port}", there = $"{scheme}://127.0.0.1:{other.Network.Port}";
        Assert.Equal($"{here} redirects to {there}: use that address if it is the camera's", await service.ReasonAsync("redirects"));
        Assert.Equal(0, other.Network.Accepted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_proxy_is_asked_for_the_connection_if_the_camera_is_to_use_it(bool usesProxy)
    {
        var asked = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var camera = new RtspCamera(H264.Value);
        using SecureFront front = SecureFront.Of(camera.Network.Port);
        using var proxy = new NetworkCamera(async (stream, end) =>
        {
            asked.TrySetResult(await stream.ReadRequestAsync(end));
            using var server = new TcpClient("127.0.0.1", front.Network.Port);
            NetworkStream far = server.GetStream();
            await stream.WriteTextAsync("HTTP/1.1 200 Connection established\r\n\r\n", end);
            await Task.WhenAny(stream.CopyToAsync(far, end), far.CopyToAsync(stream, end));
        });
        var (service, address) = await StartAsync(front, proxy, usesProxy);
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address);
            await client.LiveAsync();
            Assert.Equal(usesProxy ? 1 : 0, proxy.Accepted);
            if (!usesProxy)
                return;
            string server = $"127.0.0.1:{front.Network.Port}";
            Assert.Equal(
                $"CONNECT {server} HTTP/1.1\r\nHost: {server}\r\nProxy-Authorization: Basic YW5hOndvcmQ=\r\n\r\n",
                await asked.Task.WaitAsync(TestClient.Timeout, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task A_proxy_that_refuses_is_the_reason()
    {
        using var front = new SecureFront((_, _) => Task.CompletedTask);
        using var proxy = new NetworkCamera(async (stream, end) =>
        {
            await stream.ReadRequestAsync(end);
            await stream.AnswerAsync("407 Proxy Authentication Required", "text/html", [], end);
        });
        var (service, address) = await StartAsync(front, proxy, usesProxy: true);
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address, v1: true);
            Assert.Equal(
                $"rtsps://127.0.0.1:{front.Network.Port}: no connection: the proxy http://127.0.0.1:{proxy.Port} answers 407",
                (await client.CameraAsync("lost")).GetProperty("reason").GetString());
            // Nor does the check whether it is back, which is made right after it was lost.
            await client.CardAsync();
            await client.CardAsync();
            Assert.Equal(0, front.Network.Accepted);
        }
    }

    private static Task<(ServiceProcess Service, Uri Address)> StartAsync(SecureFront front, NetworkCamera proxy, bool usesProxy) =>
        ServiceProcess.ListenAsync(
            new Dictionary<string, string?> { ["https_proxy"] = proxy.Url("", "ana:word@"), ["no_proxy"] = "" },
            "--VideoStream:Cameras:main:Source=" + front.Network.Url("/cam", scheme: "rtsps"),
            "--VideoStream:Cameras:main:TrustedCertificate=" + front.Fingerprint,
            "--VideoStream:Cameras:main:FfmpegUseProxy=" + usesProxy);
}
