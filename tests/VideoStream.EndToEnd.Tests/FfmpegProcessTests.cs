using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The ffmpeg child process never outlives the service, and the service works without ffmpeg.</summary>
public sealed class FfmpegProcessTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_ends_with_the_service(bool killed)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        using var camera = new RtspCamera(EncodedVideo.Make(isH265: true));
        var (service, address) = await ServiceProcess.ListenAsync("--VideoStream:Source=" + camera.Url("ana:s3cret@"));
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address);
            await client.LiveAsync();
            int child = Assert.Single(ChildProcesses.Of(service.Process.Id), IsFfmpeg);

            if (killed)
                service.Process.Kill();
            else
                service.AskToStop();
            await Eventually.HoldsAsync(() => !IsFfmpeg(child), "the end of ffmpeg");
            await service.ExitAsync();
        }
    }

    [Fact]
    public async Task That_of_a_film_ends_with_the_service()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        using var folder = new TemporaryDirectory();
        Film.Write(folder.Path("film.avi"));
        var (service, address) = await ServiceProcess.ListenAsync("--source", folder.Path("film.avi"));
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address);
            await client.LiveAsync();
            int child = Assert.Single(ChildProcesses.Of(service.Process.Id), IsFfmpeg);
            service.Process.Kill();
            await Eventually.HoldsAsync(() => !IsFfmpeg(child), "the end of ffmpeg");
            await service.ExitAsync();
        }
    }

    [Fact]
    public async Task Without_ffmpeg_a_url_or_a_film_says_so_in_one_line_and_everything_else_works()
    {
        using var empty = new TemporaryDirectory();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "makes a PATH of links");
        Directory.CreateDirectory(empty.Path("bin"));
        File.CreateSymbolicLink(empty.Path("bin/dotnet"), Program("dotnet"));
        Film.Write(empty.Path("film.avi"));
        var (service, address) = await ServiceProcess.ListenAsync(
            new Dictionary<string, string?> { ["PATH"] = empty.Path("bin") },
            "--VideoStream:Cameras:net:Source=rtmp://127.0.0.1:9/cam",
            "--VideoStream:Cameras:film:Source=" + empty.Path("film.avi"),
            "--VideoStream:Cameras:pattern:Source=test");
        using (service)
        {
            foreach (string camera in (string[])["net", "film"])
            {
                using TestClient client = await TestClient.ConnectAsync(address, "camera=" + camera, v1: true);
                string? reason = (await client.CameraAsync("lost")).GetProperty("reason").GetString();
                Assert.StartsWith("ffmpeg is missing", reason, StringComparison.Ordinal);
                Assert.False((await client.FrameAsync()).Live);
            }

            using TestClient pattern = await TestClient.ConnectAsync(address, "camera=pattern");
            await pattern.LiveAsync();
        }
    }

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
        // Generous, because other tests run in the same process at the same time.
        Assert.InRange(after.Megabytes, 1, before.Megabytes + 300);
    }

    private static (int Threads, int Handles, int Children, long Megabytes) Counts()
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        int children = OperatingSystem.IsLinux() ? ChildProcesses.Of(self.Id).Count(IsFfmpeg) : 1;
        return (self.Threads.Count, self.HandleCount, children, Environment.WorkingSet >> 20);
    }

    private static bool IsFfmpeg(int process) => ChildProcesses.CommandLine(process).StartsWith("ffmpeg", StringComparison.Ordinal);

    /// <summary>Path of a program, with links resolved.</summary>
    private static string Program(string name)
    {
        string found = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, name)).First(File.Exists);
        return File.ResolveLinkTarget(found, returnFinalTarget: true)?.FullName ?? found;
    }
}
