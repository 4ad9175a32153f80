using System.Diagnostics;
using System.Net.WebSockets;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The seams of TLS, seen by OpenSSL's client, which reports what .NET's hides.</summary>
public sealed class TlsTests : IDisposable
{
    private const string Upgrade =
        "GET /ws/video_feed HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private readonly ServiceHost _service =
        new(WritePath.Tls, ("Cameras:main:Width", "320"), ("Cameras:main:Height", "180"), ("WebSocket:SendTimeout", "1"));

    private ViewerRegistry Viewers => _service.Get<ViewerRegistry>();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _service.Dispose();

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task A_socket_ends_with_the_close_notify_of_TLS(string version)
    {
        using Process client = Open(_service.Address.Port, version, "-quiet", "-ign_eof");
        Task<string> errors = client.StandardError.ReadToEndAsync(Cancelled);
        Task reading = client.StandardOutput.BaseStream.CopyToAsync(Stream.Null, Cancelled);
        await WriteAsync(client, System.Text.Encoding.ASCII.GetBytes(Upgrade));
        await Eventually.HoldsAsync(() => Viewers.Viewers.Any(viewer => viewer.Counters.Frames > 5), "frames are sent");
        Assert.True(Viewers.Viewers.Single().WritesDirectly);
        // A close frame, masked with zeros.
        await WriteAsync(client, [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8]);
        await client.WaitForExitAsync(Cancelled).WaitAsync(TestClient.Timeout, Cancelled);
        await reading;
        Assert.DoesNotContain("unexpected eof", await errors, StringComparison.Ordinal);
        Assert.Equal(0, client.ExitCode);
    }

    /// <summary>With TLS 1.2 a client could ask for handshakes without end on one connection.</summary>
    [Fact]
    public async Task Renegotiation_is_refused_and_ends_the_viewer_without_an_error_in_the_log()
    {
        using var certificate = new TestCertificate();
        var (service, address) = await ServiceProcess.ListenAsync(
            ["--source=test", "--urls=https://127.0.0.1:0", "--VideoStream:WebSocket:MaxClients=1", .. certificate.Arguments]);
        using ServiceProcess running = service;
        using Process client = Open(address.Port, "-tls1_2");
        Task<string> errors = client.StandardError.ReadToEndAsync(Cancelled);
        Task reading = client.StandardOutput.BaseStream.CopyToAsync(Stream.Null, Cancelled);
        await WriteAsync(client, System.Text.Encoding.ASCII.GetBytes(Upgrade));
        await service.LogsAsync("watches camera");
        // A line with this letter alone is a command of this client.
        await WriteAsync(client, "R\n"u8.ToArray());
        await client.WaitForExitAsync(Cancelled).WaitAsync(TestClient.Timeout, Cancelled);
        await reading;
        Assert.Contains("error", await errors, StringComparison.OrdinalIgnoreCase);
        await Eventually.HoldsAsync(() => IsServedAsync(address), "the only place is free");
        Assert.DoesNotContain(service.Output, line => line.Contains("\"@l\":\"Error\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_viewer_that_takes_nothing_is_cut_within_a_record_and_others_go_on()
    {
        using var service = new ServiceHost(WritePath.Tls, ("WebSocket:SendTimeout", "1"), ("Adaptive:Enabled", "false"));
        using TestClient other = await TestClient.ConnectAsync(service.Address);
        using RawClient blocked = await RawClient.ConnectAsync(service.Address, receiveBuffer: 4096);
        await Eventually.HoldsAsync(() => service.Get<ViewerRegistry>().Admitted == 2, "both are let in");
        await Eventually.HoldsAsync(
            async () => (await other.FrameAsync()).Size() == (1280, 720) && service.Get<ViewerRegistry>().Admitted == 1, "it is cut");
        // What it had not read yet ends within a message.
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            for (int i = 0; i < 1000; i++)
                await blocked.ReadFrameAsync();
        });
        await other.FrameAsync();
    }

    private static async Task<bool> IsServedAsync(Uri address)
    {
        using TestClient client = await TestClient.ConnectAsync(address);
        return (await client.ReceiveAsync()).Type == WebSocketMessageType.Binary;
    }

    private static async Task WriteAsync(Process client, byte[] bytes)
    {
        await client.StandardInput.BaseStream.WriteAsync(bytes, Cancelled);
        await client.StandardInput.BaseStream.FlushAsync(Cancelled);
    }

    private static Process Open(int port, params string[] options) => Process.Start(
        new ProcessStartInfo("openssl", ["s_client", "-connect", $"localhost:{port}", .. options])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
