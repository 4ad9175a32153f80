using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Settings that are changed while the service runs.</summary>
public sealed class ConfigurationReloadTests : IDisposable
{
    private const string Gate = """{"Cameras": {"gate": {"Source": "test", "Width": 160, "Height": 120}}}""";

    private readonly SettingsFile _settings = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _settings.Dispose();

    [Fact]
    public async Task A_camera_comes_and_goes_and_leaves_neither_viewers_nor_a_thread_nor_a_file()
    {
        using var network = new MjpegCamera();
        _settings.Write(Gate);
        var (service, address) = await ServiceProcess.ListenAsync(_settings.Argument);
        using (service)
        {
            using TestClient gate = await TestClient.ConnectAsync(address, "camera=gate");
            await gate.LiveAsync();
            _settings.Write(Gate.Replace(
                "\"gate\"", $"\"yard\": {{\"Source\": \"{network.Network.Url()}\"}}, \"gate\"", StringComparison.Ordinal));
            await service.LogsAsync("The configuration has changed: Cameras:yard:Source");
            Assert.Equal(["gate", "yard"], (await CamerasAsync(address)).Order(StringComparer.Ordinal));
            using TestClient yard = await TestClient.ConnectAsync(address, "camera=yard");
            await yard.LiveAsync();
            Assert.Contains("camera-yard", Threads(service));

            _settings.Write(Gate);
            var (status, text) = await yard.CloseAsync();
            Assert.Equal(
                (WebSocketCloseStatus.PolicyViolation, "The camera was removed from the configuration"), (status!.Value, text));
            Assert.Equal(["gate"], await CamerasAsync(address));
            await Eventually.HoldsAsync(() => !Threads(service).Contains("camera-yard"), "its thread ends");
            await Eventually.HoldsAsync(() => !Connects(service, network.Network.Url()), "its connection is closed");
            Assert.Equal(
                HttpStatusCode.BadRequest,
                (await Assert.ThrowsAsync<RefusedException>(() => TestClient.ConnectAsync(address, "camera=yard"))).Status);
            // Who watches another camera noticed nothing.
            await gate.LiveAsync();
        }
    }

    [Fact]
    public async Task A_camera_with_another_source_or_size_is_opened_anew_and_its_viewers_stay()
    {
        _settings.Write(Gate);
        var (service, address) = await ServiceProcess.ListenAsync(_settings.Argument);
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address, "camera=gate&adaptive=false");
            Assert.Equal(160, (await client.LiveAsync()).Size().Width);
            _settings.Write(Gate.Replace("160", "320", StringComparison.Ordinal).Replace("120", "240", StringComparison.Ordinal));
            await Eventually.HoldsAsync(async () => (await client.LiveAsync()).Size().Width == 320, "the viewer has the new size");
        }
    }

    [Fact]
    public async Task Hosts_origins_limits_and_defaults_count_and_viewers_keep_their_own_settings()
    {
        _settings.Write(Gate);
        var (service, address) = await ServiceProcess.ListenAsync(_settings.Argument);
        using (service)
        {
            using var http = new HttpClient { BaseAddress = address, Timeout = TestClient.Timeout };
            using TestClient before = await TestClient.ConnectAsync(address, v1: true);
            Assert.Equal(80, (await before.TextAsync("hello")).GetProperty("settings").GetProperty("quality").GetInt32());
            Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(http, "Host", "cam.example"));
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(http, "Origin", "https://wall.example"));

            _settings.Write(Gate[..^1] + """
                , "Access": {"AllowedHosts": ["cam.example"], "AllowedOrigins": ["https://wall.example"]},
                "WebSocket": {"Quality": 55, "MaxClients": 2}}
                """);
            await service.LogsAsync("The configuration has changed: ");
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, "Host", "cam.example"));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, "Origin", "https://wall.example"));
            using HttpResponseMessage page = await http.GetAsync("/", Cancelled);
            Assert.Contains(
                "frame-ancestors 'self' https://wall.example",
                Assert.Single(page.Headers.GetValues("Content-Security-Policy")),
                StringComparison.Ordinal);
            using TestClient after = await TestClient.ConnectAsync(address, v1: true);
            Assert.Equal(55, (await after.TextAsync("hello")).GetProperty("settings").GetProperty("quality").GetInt32());
            await before.SendAsync("""{"type":"config","adaptive":false}""");
            Assert.Equal(80, (await before.TextAsync("config")).GetProperty("quality").GetInt32());
            using TestClient third = await TestClient.ConnectAsync(address);
            Assert.Contains("2 of 2 places are taken", (await third.CloseAsync()).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_signal_HUP_reads_the_settings_again_and_cuts_nobody_off()
    {
        _settings.Write(Gate);
        var (service, address) = await ServiceProcess.ListenAsync(_settings.Argument);
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address);
            await client.LiveAsync();
            service.AskToReload();
            await service.LogsAsync("The configuration was read again. Nothing in it has changed");
            _settings.Write(Gate.Replace("gate", "yard", StringComparison.Ordinal).Replace("160", "16000", StringComparison.Ordinal));
            service.AskToReload();
            string line = await service.LogsAsync("nothing changes");
            Assert.Contains("VideoStream:Cameras:yard:Width is '16000'; allowed: 16 to 8192", line, StringComparison.Ordinal);
            await client.LiveAsync();
            service.AskToStop();
            Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, (await client.CloseAsync()).Status);
            Assert.Equal(0, await service.ExitAsync());
            Assert.Empty(service.Errors);
        }
    }

    [Fact]
    public async Task The_signal_HUP_during_the_stop_is_ignored()
    {
        _settings.Write(Gate);
        var (service, address) = await ServiceProcess.ListenAsync(_settings.Argument);
        using (service)
        {
            using TestClient client = await TestClient.ConnectAsync(address);
            await client.LiveAsync();
            service.AskToStop();
            while (service.TryAskToReload())
                await Task.Yield();
            Assert.Equal(0, await service.ExitAsync());
            Assert.Empty(service.Errors);
        }
    }

    [Fact]
    public async Task The_signal_HUP_during_the_start_counts_when_the_service_is_up()
    {
        // The start waits until somebody writes into the file.
        string file = _settings.Path("appsettings.json"), pipe = _settings.Path("pipe");
        using (Process make = Process.Start("mkfifo", pipe))
            await make.WaitForExitAsync(Cancelled);
        File.CreateSymbolicLink(file, pipe);
        using ServiceProcess service = ServiceProcess.Start(_settings.Argument, "--urls=http://127.0.0.1:0", "--source=test");
        await Eventually.HoldsAsync(() => CatchesHangup(service), "it catches the signal");
        service.AskToReload();
        using (var settings = new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            File.Delete(file);
            File.WriteAllText(file, "{}");
            settings.Write("{}"u8);
        }

        await service.LogsAsync("The configuration was read again. Nothing in it has changed");
        service.AskToStop();
        Assert.Equal(0, await service.ExitAsync());
    }

    private static bool CatchesHangup(ServiceProcess service)
    {
        const string caught = "SigCgt:";
        string[] lines = Read($"/proc/{service.Process.Id}/status").Split('\n');
        return lines.FirstOrDefault(line => line.StartsWith(caught, StringComparison.Ordinal)) is { } line
            && (Convert.ToUInt64(line[caught.Length..].Trim(), 16) & 1) != 0;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/cameras");
        request.Headers.TryAddWithoutValidation(header, value);
        using HttpResponseMessage response = await http.SendAsync(request, Cancelled);
        return response.StatusCode;
    }

    private static async Task<string[]> CamerasAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address, Timeout = TestClient.Timeout };
        string cameras = await http.GetStringAsync("/api/v1/cameras", Cancelled);
        return [.. JsonElement.Parse(cameras).EnumerateArray().Select(camera => camera.GetProperty("name").GetString()!)];
    }

    private static string[] Threads(ServiceProcess service) =>
        [.. Directory.GetDirectories($"/proc/{service.Process.Id}/task").Select(task => Read(Path.Combine(task, "comm")).Trim())];

    /// <summary>Whether the process has a connection to a server on this machine.</summary>
    private static bool Connects(ServiceProcess service, string url)
    {
        string port = $":{new Uri(url).Port:X4}";
        string[] own =
        [
            .. Directory.GetFileSystemEntries($"/proc/{service.Process.Id}/fd")
                .Select(file => new FileInfo(file).LinkTarget ?? "")
                .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal))
                .Select(target => target["socket:[".Length..^1]),
        ];
        return Read($"/proc/{service.Process.Id}/net/tcp").Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Any(fields => fields.Length > 9 && fields[2].EndsWith(port, StringComparison.Ordinal) && own.Contains(fields[9]));
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            // The thread has ended.
            return "";
        }
    }
}
