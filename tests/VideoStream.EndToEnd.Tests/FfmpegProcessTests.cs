using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The ffmpeg child process never outlives the service, and the service works without ffmpeg, or without its film.</summary>
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
            int child = Assert.Single(ChildProcesses.Of(service.Process.Id), ChildProcesses.IsFfmpeg);

            if (killed)
                service.Process.Kill();
            else
                service.AskToStop();
            await Eventually.HoldsAsync(() => !ChildProcesses.IsFfmpeg(child), "the end of ffmpeg");
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
            int child = Assert.Single(ChildProcesses.Of(service.Process.Id), ChildProcesses.IsFfmpeg);
            service.Process.Kill();
            await Eventually.HoldsAsync(() => !ChildProcesses.IsFfmpeg(child), "the end of ffmpeg");
            await service.ExitAsync();
        }
    }

    [Fact]
    public async Task A_film_that_vanishes_before_it_opens_it_is_said_to_be_gone()
    {
        using var folder = new TemporaryDirectory();
        string film = folder.Path("film.avi");
        Film.Write(film);
        using var ffmpeg = new StandInFfmpeg("7.1", first: $"rm -f '{film}'");
        var (service, address) = await ServiceProcess.ListenAsync(ffmpeg.ForService, "--source", film);
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address, v1: true);
            Assert.Equal($"no such file: {film}", (await client.CameraAsync("lost")).GetProperty("reason").GetString());
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

    /// <summary>Path of a program, with links resolved.</summary>
    private static string Program(string name)
    {
        string found = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, name)).First(File.Exists);
        return File.ResolveLinkTarget(found, returnFinalTarget: true)?.FullName ?? found;
    }
}
