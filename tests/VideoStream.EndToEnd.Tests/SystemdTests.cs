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

    private static async Task<string> NextAsync(Socket systemd)
    {
        using var timeout = new CancellationTokenSource(TestClient.Timeout);
        var buffer = new byte[1024];
        int length = await systemd.ReceiveAsync(buffer, timeout.Token);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, length);
    }
}
