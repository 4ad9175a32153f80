using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Encoders of ffmpeg that do not end when they are killed, as in a driver that hangs.</summary>
public sealed class H264HangingChildTests
{
    private const string Reason = "encoders hang and can't be ended, so no other one is started";

    [Fact]
    public async Task After_some_of_them_none_is_started_and_the_reason_is_said_until_they_end()
    {
        using var folder = new TemporaryDirectory();
        string hangs = folder.Path("hangs"), pids = folder.Path("pids");
        // A second process keeps the output open, and for the service the first one goes on.
        using var ffmpeg = new StandInFfmpeg(
            "7.1", first: $"if [ -e '{hangs}' ]; then sleep 120 & echo $! >> '{pids}'; exec sleep 120; fi");
        var (service, address) = await ServiceProcess.ListenAsync(
            ffmpeg.ForService, "--VideoStream:Source=test", "--VideoStream:H264:Encoder=x264");
        try
        {
            using TestClient works = await TestClient.ConnectAsync(address, "codec=h264&adaptive=false");
            await works.ReceiveAsync();
            await File.WriteAllTextAsync(hangs, "", TestContext.Current.CancellationToken);
            TestClient[] clients = await Task.WhenAll(
                new[] { "320x180", "256x144", "192x108" }.Select(size => TestClient.ConnectAsync(address, "codec=h264&resize=" + size)));

            using var http = new HttpClient { BaseAddress = address };
            await Eventually.HoldsAsync(async () => (await AskAsync(http)).Contains(Reason, StringComparison.Ordinal), "the reason");
            // One that was started just before says so within this time.
            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
            int started = Lines(pids).Length;
            using TestClient auto = await TestClient.ConnectAsync(address, "codec=auto");
            Assert.True((await auto.FrameAsync()).Jpeg is [0xFF, 0xD8, ..]);
            Assert.Equal([0, 0, 0, 1], (await works.ReceiveAsync()).Bytes[..4]);
            Assert.Equal(started, Lines(pids).Length);

            File.Delete(hangs);
            End(pids);
            await Eventually.HoldsAsync(
                async () => !(await AskAsync(http)).Contains("encoders hang", StringComparison.Ordinal), "no such reason");
            using TestClient again = await TestClient.ConnectAsync(address, "codec=h264&resize=128x72");
            Assert.Equal([0, 0, 0, 1], (await again.ReceiveAsync()).Bytes[..4]);
            Array.ForEach(clients, client => client.Dispose());
        }
        finally
        {
            service.Dispose();
            End(pids);
        }
    }

    /// <summary>Asks for H.264 other than by a WebSocket, and not more often than a client may.</summary>
    private static async Task<string> AskAsync(HttpClient http)
    {
        await Task.Delay(TimeSpan.FromSeconds(0.2), TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/ws/video_feed?codec=h264");
        using HttpResponseMessage answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ToString();
    }

    private static string[] Lines(string file) => File.Exists(file) ? File.ReadAllLines(file) : [];

    private static void End(string pids)
    {
        foreach (string pid in Lines(pids))
        {
            using Process? process = Find(int.Parse(pid, CultureInfo.InvariantCulture));
            process?.Kill();
        }
    }

    private static Process? Find(int pid)
    {
        try
        {
            return Process.GetProcessById(pid);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
