using System.Net.Sockets;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The messages that a systemd unit with <c>Type=notify</c> and <c>WatchdogSec=</c> waits for.</summary>
public sealed class SystemdTests
{
    [Fact]
    public async Task Systemd_is_notified_of_the_start_of_turning_loops_and_of_the_stop()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Path("notify");
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(path));
        var environment = new Dictionary<string, string?> { ["NOTIFY_SOCKET"] = path, ["WATCHDOG_USEC"] = "1500000" };
        using ServiceProcess service = ServiceProcess.Start(environment, ["--source=test", "--urls=http://127.0.0.1:0"]);

        Assert.Equal("READY=1", await NextAsync(systemd));
        for (int i = 0; i < 3; i++)
            Assert.Equal("WATCHDOG=1", await NextAsync(systemd));
        service.AskToStop();
        await Eventually.HoldsAsync(async () => await NextAsync(systemd) == "STOPPING=1", "the message that it stops");
        Assert.Equal(0, await service.ExitAsync());
        Assert.Empty(service.Errors);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("/a/path/that/is/too/long/for/a/socket/of/unix/which/may/have/only/107/bytes/so/that/it/fits/into/its/address/of/linux")]
    public async Task A_socket_that_is_not_there_is_named_in_a_line_and_the_service_goes_on(string socket)
    {
        var environment = new Dictionary<string, string?> { ["NOTIFY_SOCKET"] = socket, ["WATCHDOG_USEC"] = "1500000" };
        var (service, address) = await ServiceProcess.ListenAsync(environment, "--source=test");
        using (service)
        {
            await service.LogsAsync($"Systemd can't be notified of READY=1: NOTIFY_SOCKET is '{socket}': ");
            await service.LogsAsync("Systemd can't be notified of WATCHDOG=1: ");
            using TestClient client = await TestClient.ConnectAsync(address);
            await client.LiveAsync();
            service.AskToStop();
            Assert.Equal(0, await service.ExitAsync());
            // No fatal error, and no stack.
            Assert.DoesNotContain(service.Output, line => line.Contains(" FTL ", StringComparison.Ordinal));
            Assert.DoesNotContain(service.Output, line => line.StartsWith("   at ", StringComparison.Ordinal));
        }
    }

    private static async Task<string> NextAsync(Socket systemd)
    {
        using var timeout = new CancellationTokenSource(TestClient.Timeout);
        var buffer = new byte[1024];
        int length = await systemd.ReceiveAsync(buffer, timeout.Token);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, length);
    }
}
