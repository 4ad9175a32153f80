using System.Diagnostics;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Frames over a Unix domain socket. It has no <c>TCP_INFO</c>, like all sockets on Windows and macOS.</summary>
public sealed class UnixSocketTests
{
    // More than are recorded as in flight, at 60 frames a second.
    private const int Frames = 400;

    [Fact]
    public async Task Frames_keep_arriving_and_the_record_of_frames_in_flight_stays_bounded()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Path("socket");
        using var service = new ServiceHost(
            $"http://unix:{path}",
            ("Cameras:main:Source", "test"),
            ("Cameras:main:Width", "320"),
            ("Cameras:main:Height", "180"),
            ("Cameras:main:FrameRate", "60"),
            ("WebSocket:FrameRate", "60"));
        using HttpMessageInvoker invoker = SocketInvoker.Unix(path);
        ViewerRegistry registry = service.Get<ViewerRegistry>();
        List<Task> watching = [];
        foreach (int acknowledgesEvery in (int[])[0, 1, 10])
        {
            Viewer[] others = [.. registry.Viewers];
            TestClient client = await TestClient.ConnectAsync(new Uri("http://localhost"), "quality=80", invoker: invoker);
            await client.FrameAsync();
            watching.Add(WatchAsync(client, registry.Viewers.Except(others).Single(), acknowledgesEvery));
        }

        await Task.WhenAll(watching);
    }

    private static async Task WatchAsync(TestClient watching, Viewer viewer, int acknowledgesEvery)
    {
        using TestClient client = watching;
        long started = Stopwatch.GetTimestamp();
        for (int i = 1; i <= Frames; i++)
        {
            ReceivedFrame frame = await client.FrameAsync();
            if (acknowledgesEvery > 0 && i % acknowledgesEvery == 0)
                await client.SendAsync($$"""{"type":"ack","seq":{{frame.Seq}}}""");
            Assert.True(Stopwatch.GetElapsedTime(started) < TestClient.Timeout, $"only {i} frames came");
        }

        Assert.InRange(viewer.RecordedInFlight, acknowledgesEvery == 0 ? 256 : 0, 256);
    }
}
