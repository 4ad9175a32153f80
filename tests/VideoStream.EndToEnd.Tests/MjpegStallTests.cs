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
    [
        ("Cameras:main:Width", "1920"), ("Cameras:main:Height", "1080"), ("Cameras:main:FrameRate", "5"),
        ("WebSocket:SendTimeout", SendTimeout),
    ];

    /// <summary>All at the same time: each only waits.</summary>
    [Fact]
    public Task A_slow_viewer_stays_while_it_reads_and_is_disconnected_when_it_stops() => Task.WhenAll(
        new[] { WritePath.Direct, WritePath.Middleware, WritePath.Tls }.Select(path => Task.Run(() => ReadsAndStopsAsync(path))));

    private static async Task ReadsAndStopsAsync(WritePath path)
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
            Assert.True(read > 0, $"{path}: cut after {Stopwatch.GetElapsedTime(started)}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, connections.Admitted);
        await Eventually.HoldsAsync(() => connections.Admitted == 0, $"{path}: it is cut");
        await client.ReadToEndAsync();
    }
}
