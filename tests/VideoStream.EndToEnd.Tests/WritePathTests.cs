using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The write path of a viewer's bytes, and their order at the client.</summary>
public sealed class WritePathTests
{
    private const byte Text = 0x81, Binary = 0x82, Ping = 0x89, Pong = 0x8A, Close = 0x88;

    private static readonly (string, string)[] Small = [("Cameras:main:Width", "320"), ("Cameras:main:Height", "180")];

    [Theory]
    [InlineData(WritePath.Direct, true)]
    [InlineData(WritePath.Middleware, false)]
    [InlineData(WritePath.Tls, true)]
    public async Task Only_a_connection_without_a_middleware_other_than_TLS_is_written_to_directly(WritePath path, bool directly)
    {
        using var service = new ServiceHost(path, Small);
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        await client.FrameAsync();
        Assert.Equal(directly, service.Get<ViewerRegistry>().Viewers.Single().WritesDirectly);
    }

    [Fact]
    public async Task A_connection_with_TLS_gets_its_frames_through_it()
    {
        using var directory = new TemporaryDirectory();
        using RSA key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        string file = directory.Path("camera.pfx");
        await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pfx), TestContext.Current.CancellationToken);
        var (service, address) = await ServiceProcess.ListenAsync(
            "--source=test", "--Kestrel:Endpoints:Safe:Url=https://127.0.0.1:0", "--Kestrel:Endpoints:Safe:Certificate:Path=" + file);
        using ServiceProcess running = service;

        using TestClient client = await TestClient.ConnectAsync(
            address, configure: options => options.RemoteCertificateValidationCallback = (_, shown, _, _) =>
                shown?.GetCertHashString() == certificate.GetCertHashString());
        for (int i = 0; i < 10; i++)
            Assert.Equal((1280, 720), (await client.FrameAsync()).Size());
    }

    [Theory]
    [InlineData(WritePath.Direct)]
    [InlineData(WritePath.Tls)]
    public async Task The_answer_to_the_handshake_always_comes_before_the_first_frame(WritePath path)
    {
        using var service = new ServiceHost(path, [.. Small, ("WebSocket:MaxClients", "40")]);
        var connections = service.Get<ViewerRegistry>();
        for (int round = 0; round < 10; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ =>
            {
                // Asserts that the answer is complete and comes first.
                using RawClient client = await RawClient.ConnectAsync(service.Address);
                var (question, _) = await client.ReadFrameAsync();
                Assert.Equal(Ping, question);
                var (first, payload) = await client.ReadFrameAsync();
                Assert.Equal(Binary, first);
                Assert.Equal((320, 180), new ReceivedFrame(payload).Size());
            }));
            await Eventually.HoldsAsync(() => connections.Admitted == 0, "all places are free");
        }
    }

    [Theory]
    [InlineData(WritePath.Direct)]
    [InlineData(WritePath.Middleware)]
    [InlineData(WritePath.Tls)]
    public async Task Answers_come_between_frames_and_never_inside_one_even_if_read_slowly(WritePath path)
    {
        using var service = new ServiceHost(path, ("WebSocket:PingInterval", "1"), ("Adaptive:Enabled", "false"));
        using RawClient client = await RawClient.ConnectAsync(service.Address, receiveBuffer: 4096, protocol: "videostream.v1");
        var seen = new Dictionary<byte, int>();
        Task asking = AskAsync(client);
        // A small receive buffer: hardly any frame is accepted at once.
        while (seen.GetValueOrDefault(Binary) < 100 || seen.GetValueOrDefault(Pong) < 20 || seen.GetValueOrDefault(Ping) < 1)
        {
            // Else what it waits for never comes.
            if (asking.IsFaulted)
                await asking;
            var (first, payload) = await client.ReadFrameAsync();
            Assert.Contains(first, (byte[])[Text, Binary, Ping, Pong]);
            seen[first] = seen.GetValueOrDefault(first) + 1;
            if (first == Binary)
                Assert.Equal((1280, 720), new ReceivedFrame(payload).Size());
            else if (first == Ping)
                await client.SendFrameAsync(Pong, payload);
            else if (first == Pong)
                Assert.Equal([1, 2, 3], payload);
        }

        await asking;
        await client.SendFrameAsync(Close, [0x03, 0xE8]);
        byte last = 0;
        while (last != Close)
            (last, _) = await client.ReadFrameAsync();
        await client.ReadToEndAsync();
    }

    private static async Task AskAsync(RawClient client)
    {
        for (int i = 0; i < 20; i++)
        {
            await client.SendFrameAsync(Ping, [1, 2, 3]);
            await client.SendFrameAsync(Text, """{"type":"ping","t":5}"""u8.ToArray());
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
