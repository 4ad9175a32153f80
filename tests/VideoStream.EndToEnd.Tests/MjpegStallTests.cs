using System.Diagnostics;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Which viewers of MJPEG the service cuts: those that take nothing, however long one frame takes.</summary>
public sealed class MjpegStallTests
{
    /// <summary>
    /// On loopback a viewer as slow as this acknowledges something three times a second, now and then only twice. On a busy machine it is
    /// late itself, so a limit of one second would cut it now and then.
    /// </summary>
    private const string SendTimeout = "3";

    private static readonly (string, string)[] Large =
        [("Cameras:main:Width", "1920"), ("Cameras:main:Height", "1080"), ("WebSocket:SendTimeout", SendTimeout)];

    [Theory]
    [InlineData(WritePath.Direct)]
    [InlineData(WritePath.Middleware)]
    [InlineData(WritePath.Tls)]
    public async Task A_slow_viewer_stays_while_it_reads_and_is_disconnected_when_it_stops(WritePath path)
    {
        using var service = new ServiceHost(path, Large);
        ViewerRegistry connections = service.Get<ViewerRegistry>();
        using RawClient client = await RawClient.RequestAsync(
            service.Address, "/video_feed?quality=100&adaptive=false", receiveBuffer: 4096);
        Assert.StartsWith("HTTP/1.1 200", await client.ReadHeadAsync(), StringComparison.Ordinal);

        // One frame takes several times the timeout.
        long started = Stopwatch.GetTimestamp();
        byte[] some = new byte[2048];
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5))
        {
            int read = await client.Socket.ReceiveAsync(some).WaitAsync(TestClient.Timeout, TestContext.Current.CancellationToken);
            Assert.True(read > 0, $"cut after {Stopwatch.GetElapsedTime(started)}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, connections.Admitted);
        await Eventually.HoldsAsync(() => connections.Admitted == 0, "it is cut");
        await client.ReadToEndAsync();
    }
}
