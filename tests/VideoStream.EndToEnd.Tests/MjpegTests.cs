using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Hosting;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Frames over plain HTTP, on all write paths.</summary>
public sealed class MjpegTests
{
    private const string LastBoundary = "\r\n--videostream\r\n";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(WritePath.Direct, 0)]
    [InlineData(WritePath.Direct, 2048)]
    [InlineData(WritePath.Middleware, 0)]
    [InlineData(WritePath.Middleware, 2048)]
    [InlineData(WritePath.Tls, 0)]
    [InlineData(WritePath.Tls, 2048)]
    public async Task It_is_a_stream_of_complete_JPEGs_for_every_receive_buffer(WritePath path, int receiveBuffer)
    {
        using var service = new ServiceHost(path, ("Adaptive:Enabled", "false"));
        using HttpClient http = Client(service, receiveBuffer);
        using HttpResponseMessage response = await http.GetAsync("/video_feed", HttpCompletionOption.ResponseHeadersRead, Cancelled);
        Assert.Equal("multipart/x-mixed-replace", response.Content.Headers.ContentType!.MediaType);
        Assert.True(response.Headers.TransferEncodingChunked);
        string boundary = response.Content.Headers.ContentType.Parameters.Single(p => p.Name == "boundary").Value!;
        await using Stream body = await response.Content.ReadAsStreamAsync(Cancelled);
        var reader = new MultipartReader(boundary, body);
        long last = 0;
        for (int i = 0; i < 20; i++)
        {
            MultipartSection? part = await reader.ReadNextSectionAsync(Cancelled);
            using var jpeg = new MemoryStream();
            await part!.Body.CopyToAsync(jpeg, Cancelled);
            Assert.Equal(part.Headers!["Content-Length"], jpeg.Length.ToString(CultureInfo.InvariantCulture));
            var frame = new ReceivedFrame(jpeg.ToArray());
            Assert.Equal((1280, 720), frame.Size());
            Assert.True(frame.Seq > last);
            last = frame.Seq;
        }
    }

    [Theory]
    [InlineData(WritePath.Direct)]
    [InlineData(WritePath.Middleware)]
    [InlineData(WritePath.Tls)]
    public async Task It_ends_after_a_complete_frame_when_the_service_stops(WritePath path)
    {
        using var service = new ServiceHost(path, ("Cameras:main:Width", "320"), ("Cameras:main:Height", "180"));
        using HttpResponseMessage response = await service.Http.GetAsync(
            "/video_feed", HttpCompletionOption.ResponseHeadersRead, Cancelled);
        await using Stream body = await response.Content.ReadAsStreamAsync(Cancelled);
        await body.ReadExactlyAsync(new byte[20_000], Cancelled);
        service.Get<IHostApplicationLifetime>().StopApplication();
        using var rest = new MemoryStream();
        // Throws if a chunk or the response has no proper end.
        await body.CopyToAsync(rest, Cancelled).WaitAsync(TestClient.Timeout, Cancelled);
        Assert.EndsWith("\xFF\xD9" + LastBoundary, System.Text.Encoding.Latin1.GetString(rest.ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WritePath.Direct)]
    [InlineData(WritePath.Middleware)]
    [InlineData(WritePath.Tls)]
    public async Task A_viewer_of_HTTP_1_0_gets_it_without_chunks(WritePath path)
    {
        using var service = new ServiceHost(path, ("Cameras:main:Width", "320"), ("Cameras:main:Height", "180"));
        using RawClient client = await RawClient.RequestAsync(service.Address, "/video_feed", version: "1.0");
        Assert.DoesNotContain("chunked", await client.ReadHeadAsync(), StringComparison.OrdinalIgnoreCase);
        await client.ReadAsync("--videostream\r\n".Length);
        for (int i = 0; i < 5; i++)
        {
            string head = await client.ReadHeadAsync();
            int length = int.Parse(head.Split("Content-Length: ")[1].TrimEnd(), CultureInfo.InvariantCulture);
            Assert.Equal((320, 180), new ReceivedFrame(await client.ReadAsync(length)).Size());
            Assert.Equal(LastBoundary, System.Text.Encoding.ASCII.GetString(await client.ReadAsync(LastBoundary.Length)));
        }
    }

    [Theory]
    [InlineData(WritePath.Direct)]
    [InlineData(WritePath.Tls)]
    public async Task The_head_of_the_response_always_comes_before_the_first_frame(WritePath path)
    {
        using var service = new ServiceHost(
            path, ("Cameras:main:Width", "320"), ("Cameras:main:Height", "180"), ("WebSocket:MaxClients", "40"));
        for (int round = 0; round < 10; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
            {
                using RawClient client = await RawClient.RequestAsync(service.Address, "/video_feed");
                Assert.StartsWith("HTTP/1.1 200", await client.ReadHeadAsync(), StringComparison.Ordinal);
                Assert.Equal("f\r\n--videostream\r\n\r\n", System.Text.Encoding.ASCII.GetString(await client.ReadAsync(20)));
                // A part is one chunk, because it was written directly to the socket.
                string[] head = (await client.ReadHeadAsync()).Split("\r\n");
                Assert.Equal("Content-Type: image/jpeg", head[1]);
                int chunk = int.Parse(head[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                int frame = int.Parse(head[2].Split(' ')[1], CultureInfo.InvariantCulture);
                Assert.Equal(frame + head[1].Length + head[2].Length + 6 + LastBoundary.Length, chunk);
            }));
        }
    }

    private static HttpClient Client(ServiceHost service, int receiveBuffer)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                if (receiveBuffer > 0)
                    socket.ReceiveBufferSize = receiveBuffer;
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
            SslOptions = new() { RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null },
        };
        return new HttpClient(handler) { BaseAddress = service.Address, Timeout = TestClient.Timeout };
    }
}
