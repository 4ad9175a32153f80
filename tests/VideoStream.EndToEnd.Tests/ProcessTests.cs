using System.Net.WebSockets;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The service as a process: how it starts, what it logs, how it ends.</summary>
public sealed class ProcessTests
{
    [Theory]
    [InlineData("--VideoStream:WebSocket:MaxClients=0", "VideoStream:WebSocket:MaxClients is '0'; allowed: 1 to 100000")]
    [InlineData("--VideoStream:WebSocket:Quality=good", "VideoStream:WebSocket:Quality is 'good'; allowed: whole numbers 1 to 100")]
    [InlineData("--VideoStream:WebSocket:MaxClinets=5", "VideoStream:WebSocket:MaxClinets is an unknown key; allowed: Enabled, FrameRate")]
    [InlineData("--VideoStream:Cameras:back door:Source=test", "VideoStream:Cameras:back door is no camera name")]
    [InlineData("--source=file:///etc/passwd", "is no address of a camera")]
    [InlineData("--urls=nowhere", "urls is 'nowhere', which has no scheme")]
    public async Task Bad_configuration_stops_the_start_with_one_line_and_exit_code_1(string argument, string expected)
    {
        using ServiceProcess service = ServiceProcess.Start("--urls=http://127.0.0.1:0", argument);
        Assert.Equal(1, await service.ExitAsync());
        string line = Assert.Single(service.Errors);
        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.DoesNotContain(service.Output, output => output.Contains("   at ", StringComparison.Ordinal));
    }

    /// <summary>OpenCV takes 20 MB and the fonts 11, so they are loaded only for what needs them.</summary>
    [Fact]
    public async Task For_pictures_that_are_passed_through_neither_OpenCV_nor_fonts_are_loaded()
    {
        using var camera = new MjpegCamera();
        // On a busy machine the camera may not be there within the 0.7 s after which its viewers see a placeholder.
        for (int i = 0; i < 5; i++)
        {
            var (service, address) = await ServiceProcess.ListenAsync($"--source={camera.Network.Url()}");
            using (service)
            {
                using TestClient client = await TestClient.ConnectAsync(address);
                if (!await AllLiveAsync(client, 10))
                    continue;
                await AssertLoadedAsync(service, openCv: false, fonts: false);
                return;
            }
        }

        Assert.Fail("there was a placeholder each time");
    }

    [Fact]
    public async Task A_placeholder_needs_fonts_and_no_OpenCV()
    {
        var (service, address) = await ServiceProcess.ListenAsync("--source=http://127.0.0.1:1/");
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address);
            await client.CardAsync();
            await AssertLoadedAsync(service, openCv: false, fonts: true);
        }
    }

    [Fact]
    public async Task An_address_in_use_stops_the_start_with_one_line()
    {
        using var other = new ServiceHost();
        using ServiceProcess service = ServiceProcess.Start("--source=test", $"--urls=http://127.0.0.1:{other.Address.Port}");
        Assert.Equal(1, await service.ExitAsync());
        Assert.Contains("address already in use", Assert.Single(service.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_stop_clients_get_a_close_and_the_process_ends_even_if_one_reads_nothing()
    {
        var (service, address) = await ServiceProcess.ListenAsync("--source=test");
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address);
            using RawClient blocked = await RawClient.ConnectAsync(address, receiveBuffer: 4096);
            for (int i = 0; i < 100; i++)
                await client.FrameAsync();

            service.AskToStop();
            var (status, _) = await client.CloseAsync();
            Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, status);
            await client.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", TestContext.Current.CancellationToken);
            CancellationToken cancelled = TestContext.Current.CancellationToken;
            await service.Process.WaitForExitAsync(cancelled).WaitAsync(TimeSpan.FromSeconds(3), cancelled);
            Assert.Equal(0, service.Process.ExitCode);
        }
    }

    [Fact]
    public async Task Clients_that_vanish_leave_one_line_each_in_the_log()
    {
        var (service, address) = await ServiceProcess.ListenAsync("--source=test");
        using (service)
        {
            RawClient[] clients = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => RawClient.ConnectAsync(address)));
            await Eventually.HoldsAsync(
                () => service.Output.Count(line => line.Contains(" watches camera ", StringComparison.Ordinal)) == 5, "five starts");
            foreach (RawClient client in clients)
            {
                client.Reset();
                client.Dispose();
            }

            await Eventually.HoldsAsync(
                () => service.Output.Count(line => line.Contains(" ended: ", StringComparison.Ordinal)) == 5, "five ends");
            service.AskToStop();
            await service.ExitAsync();
            Assert.Empty(service.Errors);
            Assert.DoesNotContain(service.Output, line => line.Contains(" WRN ", StringComparison.Ordinal));
            Assert.DoesNotContain(service.Output, line => line.Contains(" ERR ", StringComparison.Ordinal));
            Assert.Equal(5, service.Output.Count(line => line.Contains("connection lost", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task It_serves_and_stops_while_nobody_reads_its_log()
    {
        // About a kilobyte of log for each request. A pipe holds 64.
        var (service, address) = await ServiceProcess.ListenAsync("--source=test", "--Serilog:MinimumLevel:Override:Microsoft=Debug");
        using (service)
        using (var http = new HttpClient { Timeout = TestClient.Timeout })
        {
            service.Process.CancelOutputRead();
            for (int i = 0; i < 300; i++)
                await http.GetStringAsync(new Uri(address, "/api/v1/status"), TestContext.Current.CancellationToken);
            service.AskToStop();
            Assert.Equal(0, await service.ExitAsync());
        }
    }

    [Fact]
    public async Task A_camera_whose_jpegs_are_odd_does_not_fill_the_log()
    {
        byte[] jpeg = MjpegCamera.Noise(new OpenCvSharp.Size(64, 48));
        using var camera = new MjpegCamera { Part = _ => MjpegCamera.WithLength([.. jpeg[..^2], 1, 2, 3, .. jpeg[^2..]]) };
        var (service, address) = await ServiceProcess.ListenAsync("--source", camera.Network.Url());
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address, "quality=30&osd=true");
            await client.LiveAsync();
            for (int i = 0; i < 10; i++)
                await client.FrameAsync();
            Assert.Empty(service.Errors);
        }
    }

    [Fact]
    public async Task The_log_distinguishes_a_client_that_reads_nothing_from_one_that_answers_no_ping()
    {
        var (service, address) = await ServiceProcess.ListenAsync(
            "--source=test", "--VideoStream:WebSocket:PingInterval=2", "--VideoStream:WebSocket:SendTimeout=1");
        using (service)
        {
            using RawClient mute = await RawClient.ConnectAsync(address);
            await mute.ReadToEndAsync();
            await EndAsync(service, "no answer to a ping");
        }

        (service, address) = await ServiceProcess.ListenAsync("--source=test", "--VideoStream:WebSocket:SendTimeout=1");
        using (service)
        {
            using RawClient blocked = await RawClient.ConnectAsync(address, receiveBuffer: 4096);
            string end = await EndAsync(service, "stopped reading");
            Assert.DoesNotContain(" 0 skipped", end, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_killed_service_leaves_nothing_that_blocks_the_next_one()
    {
        var (service, address) = await ServiceProcess.ListenAsync("--source=test");
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address);
            await client.FrameAsync();
            service.Process.Kill();
            await service.ExitAsync();
            await Assert.ThrowsAnyAsync<WebSocketException>(async () =>
            {
                while (true)
                    await client.ReceiveAsync();
            });
        }

        var (next, _) = await ServiceProcess.ListenAsync("--source=test", $"--urls=http://127.0.0.1:{address.Port}");
        using (next)
        {
            using TestClient client = await TestClient.ConnectAsync(address);
            await client.FrameAsync();
        }
    }

    private static async Task<string> EndAsync(ServiceProcess service, string reason)
    {
        string? End() => service.Output.FirstOrDefault(line => line.Contains(" ended: ", StringComparison.Ordinal));
        await Eventually.HoldsAsync(() => End() is not null, "the client's end");
        Assert.Contains(reason, End(), StringComparison.Ordinal);
        return End()!;
    }

    [Fact]
    public async Task Nothing_is_logged_per_frame_and_the_given_video_file_is_shown()
    {
        string? film = Environment.GetEnvironmentVariable(Film.Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(film), $"{Film.Variable} names no film");
        var (service, address) = await ServiceProcess.ListenAsync("--source", film!);
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address);
            int before = service.Output.Count;
            for (int i = 0; i < 25; i++)
            {
                ReceivedFrame frame = await client.FrameAsync();
                using OpenCvSharp.Mat mat = frame.Decode();
                OpenCvSharp.Cv2.MeanStdDev(mat, out _, out OpenCvSharp.Scalar deviation);
                Assert.True(deviation.Val0 > 5, "a frame without content");
            }

            Assert.InRange(service.Output.Count - before, 0, 3);
        }
    }

    private static async Task<bool> AllLiveAsync(TestClient client, int frames)
    {
        bool isLive = true;
        for (int i = 0; i < frames; i++)
            isLive &= (await client.FrameAsync()).Live;
        return isLive;
    }

    private static async Task AssertLoadedAsync(ServiceProcess service, bool openCv, bool fonts)
    {
        string maps = await File.ReadAllTextAsync($"/proc/{service.Process.Id}/maps", TestContext.Current.CancellationToken);
        Assert.Equal(openCv, maps.Contains("OpenCvSharpExtern", StringComparison.Ordinal));
        Assert.Equal(fonts, maps.Contains("libSkiaSharp", StringComparison.Ordinal));
    }
}
