using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>What is left of ffmpeg processes, in the whole process of the tests.</summary>
[Collection(Alone.Name)]
public sealed class FfmpegLeakTests
{
    [Fact]
    public async Task Nothing_is_left_of_a_hundred_connections_that_were_cut()
    {
        using var camera = new RtspCamera(EncodedVideo.Make(isH265: true));
        using var service = new ServiceHost(
            ("Cameras:main:Source", camera.Url()), ("Cameras:main:ReconnectMin", "0.1"), ("Cameras:main:ReconnectMax", "0.1"));
        using TestClient client = await TestClient.ConnectAsync(service.Address, v1: true);
        camera.AbortAfter = 2;
        async Task WatchUntilAsync(int connections)
        {
            while (camera.Network.Accepted < connections)
                await client.FrameAsync();
        }

        await WatchUntilAsync(5);
        var before = Counts();
        await WatchUntilAsync(105);

        camera.AbortAfter = 0;
        // More frames than the two of a connection that is cut: this connection stays.
        for (int i = 0; i < 100; i++)
            await client.LiveAsync();
        var after = Counts();
        TestContext.Current.TestOutputHelper?.WriteLine($"threads, handles, children, MB: before {before}, after {after}");
        Assert.InRange(after.Children, 1, 2);
        Assert.InRange(after.Threads, 1, before.Threads + 12);
        Assert.InRange(after.Handles, 1, before.Handles + 30);
        // Generous, because other tests have run in the same process.
        Assert.InRange(after.Megabytes, 1, before.Megabytes + 300);
    }

    private static (int Threads, int Handles, int Children, long Megabytes) Counts()
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        int children = OperatingSystem.IsLinux() ? ChildProcesses.Of(self.Id).Count(ChildProcesses.IsFfmpeg) : 1;
        return (self.Threads.Count, self.HandleCount, children, Environment.WorkingSet >> 20);
    }
}
