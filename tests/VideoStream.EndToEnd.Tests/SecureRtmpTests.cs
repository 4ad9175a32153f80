using System.Net.Sockets;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>RTMP over TLS. ffmpeg gets an address of the service, but the server must get its own.</summary>
public sealed class SecureRtmpTests
{
    [Fact]
    public async Task It_is_live_and_the_server_gets_its_own_address()
    {
        using var server = new RtmpServer("/live/cam");
        using var sent = new MemoryStream();
        using var front = new SecureFront(async (secure, end) =>
        {
            using var client = new TcpClient("127.0.0.1", server.Port);
            NetworkStream plain = client.GetStream();
            await Task.WhenAny(RecordAsync(secure, plain, sent, end), plain.CopyToAsync(secure, end));
        });
        using var service = new ServiceHost(
            ("Cameras:main:Source", front.Network.Url("/live/cam", scheme: "rtmps")),
            ("Cameras:main:TrustedCertificate", front.Fingerprint));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        ReceivedFrame first = await client.LiveAsync();
        Assert.Equal((320, 240), first.Size());
        for (int i = 0; i < 30; i++)
            Assert.True((await client.LiveAsync()).Seq > first.Seq);
        byte[] bytes;
        lock (sent)
            bytes = sent.ToArray();
        Assert.Equal(new RtmpConnect("live", front.Network.Url("/live", scheme: "rtmps")), RtmpConnect.Parse(bytes));
    }

    [Fact]
    public async Task It_is_live_through_http_as_well()
    {
        using var server = new RtmpServer("/live/cam");
        using var front = new SecureFront((secure, end) => RtmpTunnel.ServeAsync(secure, server.Port, end));
        using var service = new ServiceHost(
            ("Cameras:main:Source", front.Network.Url("/live/cam", scheme: "rtmpts")),
            ("Cameras:main:TrustedCertificate", front.Fingerprint));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        ReceivedFrame first = await client.LiveAsync();
        for (int i = 0; i < 10; i++)
            Assert.True((await client.LiveAsync()).Seq > first.Seq);
    }

    /// <summary>ffmpeg decides what of the path is the application. The service must decide as it does.</summary>
    [Theory]
    [InlineData("/live/cam", "live")]
    [InlineData("/live/site/cam", "live/site")]
    [InlineData("/live/site/cams/1", "live/site")]
    [InlineData("/live/mp4:site/cam", "live")]
    [InlineData("/ondemand/site/cam", "ondemand")]
    [InlineData("/live", "live")]
    [InlineData("/live/cam?key=o'x y", "live")]
    [InlineData("/live?key=a/cam", "live?key=a")]
    [InlineData("/live/site?slist=cam", "live/site?slist=cam")]
    public async Task The_server_gets_the_application_that_ffmpeg_names(string path, string application)
    {
        var connected = new TaskCompletionSource<RtmpConnect>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var front = new SecureFront(async (secure, end) => connected.TrySetResult(await RtmpConnect.ReadAsync(secure, end)));
        using var service = new ServiceHost(
            ("Cameras:main:Source", front.Network.Url(path, "ana:s3cret@", "rtmps")),
            ("Cameras:main:TrustedCertificate", front.Fingerprint));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        string address = front.Network.Url("/" + application, scheme: "rtmps");
        RtmpConnect asked = await connected.Task.WaitAsync(TestClient.Timeout, TestContext.Current.CancellationToken);
        Assert.Equal(new RtmpConnect(application, address), asked);
    }

    private static async Task RecordAsync(Stream from, Stream to, MemoryStream record, CancellationToken end)
    {
        byte[] buffer = new byte[64 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer, end)) > 0)
        {
            lock (record)
                record.Write(buffer, 0, read);
            await to.WriteAsync(buffer.AsMemory(0, read), end);
        }
    }
}
