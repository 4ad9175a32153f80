using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Frames.H264;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Viewers whose H.264 is encoded by an ffmpeg child.</summary>
public sealed class H264ChildTests
{
    private static readonly (string, string)[] X264 =
        [("Cameras:main:Width", "426"), ("Cameras:main:Height", "240"), ("H264:Encoder", "x264")];

    public H264ChildTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc and sends signals");
    }

    [Fact]
    public async Task A_viewer_gets_access_units_that_ffmpeg_decodes()
    {
        using var service = new ServiceHost(X264);
        var watched = Stopwatch.StartNew();
        using TestClient client = await TestClient.ConnectAsync(service.Address, "codec=h264");
        using var folder = new TemporaryDirectory();
        byte[][] units = await UnitsAsync(client, 60);
        double seconds = watched.Elapsed.TotalSeconds;
        await File.WriteAllBytesAsync(
            folder.Path("units.h264"), [.. units.SelectMany(unit => unit)], TestContext.Current.CancellationToken);

        byte[] pixels = Ffmpeg.Run(
            ["-xerror", "-f", "h264", "-i", folder.Path("units.h264"),
                "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1"]);

        Assert.Equal(60, pixels.Length / (426 * 240));
        Assert.All(
            units, unit => Assert.True(H264Metadata.TryRead(unit, out string text) && text.StartsWith("seq=", StringComparison.Ordinal)));
        Assert.True(IsKeyFrame(units[0]));
        // One a second at most, where the machine is so busy that the client missed frames, and the first ones of two children.
        Assert.InRange(units.Count(IsKeyFrame), 1, (int)seconds + 3);
    }

    [Fact]
    public async Task Who_joins_gets_a_key_frame_and_all_watch_one_child()
    {
        using var service = new ServiceHost(X264);
        using TestClient first = await TestClient.ConnectAsync(service.Address, "codec=h264&adaptive=false");
        await UnitsAsync(first, 10);

        int[] before, after;
        int tries = 0;
        do
        {
            before = Children(Environment.ProcessId);
            using TestClient second = await TestClient.ConnectAsync(service.Address, "codec=h264&adaptive=false");
            Assert.True(IsKeyFrame((await UnitsAsync(second, 1))[0]));
            after = Children(Environment.ProcessId);
            Assert.Single(after);
        }
        // On a busy machine the rate of the camera falls, which needs another child.
        while (!before.SequenceEqual(after) && ++tries < 5);

        Assert.Equal(before, after);
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("STOP")]
    public async Task The_stream_goes_on_with_another_child_and_others_do_not_notice(string signal)
    {
        using var service = new ServiceHost(X264);
        using TestClient client = await TestClient.ConnectAsync(service.Address, "codec=h264&adaptive=false");
        using TestClient other = await TestClient.ConnectAsync(service.Address);
        await UnitsAsync(client, 10);
        int child = Assert.Single(Children(Environment.ProcessId));

        using (Process kill = Process.Start("kill", ["-" + signal, child.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Task<byte[]> next = KeyFrameAsync(client);
        for (int i = 0; i < 10 || !next.IsCompleted; i++)
            await other.LiveAsync();

        Assert.True(IsKeyFrame(await next));
        Assert.NotEqual(child, Assert.Single(Children(Environment.ProcessId)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_child_ends_with_the_service(bool killed)
    {
        var (service, address) = await ServiceProcess.ListenAsync("--VideoStream:Source=test", "--VideoStream:H264:Encoder=x264");
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address, "codec=h264");
            await UnitsAsync(client, 3);
            int child = Assert.Single(Children(service.Process.Id));

            if (killed)
                service.Process.Kill();
            else
                service.AskToStop();
            await Eventually.HoldsAsync(() => !IsEncoder(child), "the end of ffmpeg");
            await service.ExitAsync();
        }
    }

    [Fact]
    public async Task A_viewer_is_informed_why_it_gets_no_video_where_no_child_works_any_more()
    {
        using var folder = new TemporaryDirectory();
        string program = folder.Path("bin/ffmpeg"), broken = folder.Path("broken");
        Directory.CreateDirectory(folder.Path("bin"));
        await File.WriteAllTextAsync(
            program,
            $"#!/bin/sh\n[ -e {broken} ] && {{ echo 'no memory' >&2; exit 1; }}\nexec {Installed("ffmpeg")} \"$@\"\n",
            TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var (service, address) = await ServiceProcess.ListenAsync(
            new Dictionary<string, string?> { ["PATH"] = folder.Path("bin") + ":" + Environment.GetEnvironmentVariable("PATH") },
            "--VideoStream:Source=test",
            "--VideoStream:H264:Encoder=x264");
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address, "codec=h264", v1: true);
            using TestClient other = await TestClient.ConnectAsync(address, v1: true);
            Assert.False((await client.TextAsync("stats")).TryGetProperty("encoder_problem", out _));
            await File.WriteAllTextAsync(broken, "", TestContext.Current.CancellationToken);
            foreach (int child in Children(service.Process.Id))
            {
                using Process ffmpeg = Process.GetProcessById(child);
                ffmpeg.Kill();
            }

            JsonElement problem = default;
            await Eventually.HoldsAsync(
                async () => (await client.TextAsync("stats")).TryGetProperty("encoder_problem", out problem), "the reason");
            Assert.StartsWith("libx264: ", problem.GetString(), StringComparison.Ordinal);
            Assert.False((await other.TextAsync("stats")).TryGetProperty("encoder_problem", out _));
        }
    }

    /// <summary>In a process of its own: others in this one have handles and threads, too.</summary>
    [Fact]
    public async Task Nothing_is_left_of_viewers_that_came_and_went()
    {
        var (service, address) = await ServiceProcess.ListenAsync(
            "--VideoStream:Source=test",
            "--VideoStream:H264:Encoder=x264",
            "--VideoStream:Cameras:main:Width=426",
            "--VideoStream:Cameras:main:Height=240");
        async Task WatchAsync(int times)
        {
            for (int i = 0; i < times; i++)
            {
                using TestClient client = await TestClient.ConnectAsync(address, "codec=h264&resize=64x36");
                await UnitsAsync(client, 1);
            }
        }

        using (service)
        {
            await WatchAsync(5);
            var before = Counts(service.Process);
            await WatchAsync(40);

            await Eventually.HoldsAsync(
                () => Children(service.Process.Id).Length == 0, () => $"no child, but {Commands(service.Process.Id)}");
            var after = Counts(service.Process);
            Assert.InRange(after.Threads, 1, before.Threads + 12);
            Assert.InRange(after.Handles, 1, before.Handles + 30);
        }
    }

    [Fact]
    public async Task Without_ffmpeg_it_is_refused_and_logged_with_the_reason_and_auto_is_jpeg()
    {
        using var empty = new TemporaryDirectory();
        Directory.CreateDirectory(empty.Path("bin"));
        File.CreateSymbolicLink(empty.Path("bin/dotnet"), Installed("dotnet"));
        await AssertRefusedAsync(
            new Dictionary<string, string?> { ["PATH"] = empty.Path("bin") },
            "x264",
            "ffmpeg is missing, whose encoder libx264 is configured");
    }

    [Fact]
    public async Task Without_the_hardware_it_is_refused_and_logged_with_the_reason()
    {
        Assert.SkipWhen(File.Exists("/dev/dri/renderD128"), "there is such hardware");
        await AssertRefusedAsync([], "vaapi", "no such device: /dev/dri/renderD128");
    }

    [Fact]
    public async Task An_ffmpeg_that_sends_something_else_is_refused_with_the_reason()
    {
        using var folder = new TemporaryDirectory();
        Directory.CreateDirectory(folder.Path("bin"));
        await File.WriteAllTextAsync(
            folder.Path("bin/ffmpeg"),
            "#!/bin/sh\necho 'ffmpeg version 6.0 or so'\n[ \"$1\" = -version ] || exec cat\n",
            TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.Path("bin/ffmpeg"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await AssertRefusedAsync(
            new Dictionary<string, string?> { ["PATH"] = folder.Path("bin") + ":" + Environment.GetEnvironmentVariable("PATH") },
            "x264",
            "the output of ffmpeg is not FLV");
    }

    private static async Task AssertRefusedAsync(Dictionary<string, string?> environment, string encoder, string reason)
    {
        var (service, address) = await ServiceProcess.ListenAsync(
            environment, "--VideoStream:Source=test", "--VideoStream:H264:Encoder=" + encoder);
        using (service)
        {
            Assert.Contains("Viewers get no H.264: ", await service.LogsAsync(reason), StringComparison.Ordinal);
            var refused = await Assert.ThrowsAsync<RefusedException>(() => TestClient.ConnectAsync(address, "codec=h264"));
            Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
            using var http = new HttpClient { BaseAddress = address };
            using var request = new HttpRequestMessage(HttpMethod.Get, "/ws/video_feed?codec=h264");
            using HttpResponseMessage answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            string problem = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Contains(reason, problem, StringComparison.Ordinal);
            using TestClient client = await TestClient.ConnectAsync(address, "codec=auto");
            Assert.True((await client.FrameAsync()).Jpeg is [0xFF, 0xD8, ..]);
        }
    }

    private static async Task<byte[][]> UnitsAsync(TestClient client, int count)
    {
        var units = new byte[count][];
        for (int i = 0; i < count; i++)
        {
            var (type, bytes) = await client.ReceiveAsync();
            Assert.Equal(WebSocketMessageType.Binary, type);
            Assert.Equal([0, 0, 0, 1], bytes[..4]);
            units[i] = bytes;
        }

        return units;
    }

    private static async Task<byte[]> KeyFrameAsync(TestClient client)
    {
        byte[] unit;
        do
            unit = (await UnitsAsync(client, 1))[0];
        while (!IsKeyFrame(unit));
        return unit;
    }

    internal static bool IsKeyFrame(byte[] unit)
    {
        foreach (NalUnit nal in new AnnexB(unit))
        {
            if (nal.Header.Type == NalType.IdrSlice)
                return true;
        }

        return false;
    }

    private static int[] Children(int parent) => [.. ChildProcesses.Of(parent).Where(IsEncoder)];

    private static string Commands(int parent) => string.Join("; ", Children(parent).Select(ChildProcesses.CommandLine));

    private static bool IsEncoder(int process) =>
        ChildProcesses.CommandLine(process).Contains("-f ivf -i pipe:0", StringComparison.Ordinal);

    private static (int Threads, int Handles) Counts(Process service)
    {
        service.Refresh();
        return (service.Threads.Count, service.HandleCount);
    }

    private static string Installed(string program)
    {
        string found = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program)).First(File.Exists);
        return File.ResolveLinkTarget(found, returnFinalTarget: true)?.FullName ?? found;
    }
}
