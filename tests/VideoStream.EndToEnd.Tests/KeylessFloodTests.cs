using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using VideoStream.Access;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Thousands of handshakes without a good key take no place and no memory, and do not stop the others.</summary>
public sealed class KeylessFloodTests
{
    private const int Handshakes = 10_000, Batch = 50;

    /// <summary>The service collects its heap when it has grown by 8 MB.</summary>
    private const double MaxGrowth = 16;

    private const string Upgrade =
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    [Fact]
    public async Task Ten_thousand_handshakes_without_keys_leave_nothing_behind()
    {
        var (service, address) = await ServiceProcess.ListenAsync(
            "--source=test", "--VideoStream:Cameras:main:Width=160", "--VideoStream:Cameras:main:Height=120",
            "--VideoStream:Access:Keys:boss:Hash=" + Convert.ToHexString(AccessKey.HashOf("boss")),
            "--VideoStream:Access:Keys:boss:Scopes:0=admin", "--VideoStream:Access:FailedTriesPerMinute=10000",
            "--VideoStream:WebSocket:MaxClients=2", "--VideoStream:Limits:HandshakesPerAddress=0",
            "--VideoStream:Limits:RequestsPerAddress=0");
        using (service)
        {
            using TestClient watching = await ConnectAsync(address);
            await watching.LiveAsync();
            // Who reads nothing for long is cut off, and a flood takes long on a busy machine.
            using var flooded = new CancellationTokenSource();
            Task reading = ReadAsync(watching, flooded.Token);
            // What is compiled and pooled once.
            await FloodAsync(address, Handshakes / 10);
            JsonElement before = await StatusAsync(address);
            await FloodAsync(address, Handshakes);
            JsonElement after = default;
            await Eventually.HoldsAsync(
                async () => Heap(after = await StatusAsync(address)) - Heap(before) <= MaxGrowth, "what they left is collected");

            Assert.Equal((1, 0), (after.GetProperty("clients").GetInt32(), after.GetProperty("refused").GetInt32()));
            await flooded.CancelAsync();
            await reading;
            await watching.FrameAsync();
            using TestClient another = await ConnectAsync(address);
            await another.FrameAsync();
        }
    }

    private static async Task ReadAsync(TestClient client, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
            await client.FrameAsync();
    }

    private static double Heap(JsonElement status) => status.GetProperty("memory").GetProperty("heap_mb").GetDouble();

    private static Task<TestClient> ConnectAsync(Uri service) =>
        TestClient.ConnectAsync(service, configure: options => options.SetRequestHeader("Authorization", "Bearer boss"));

    private static async Task<JsonElement> StatusAsync(Uri service)
    {
        using var http = new HttpClient { BaseAddress = service, Timeout = TestClient.Timeout };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "boss");
        return JsonElement.Parse(await http.GetStringAsync("/api/v1/status", TestContext.Current.CancellationToken));
    }

    /// <summary>Half of them bring no key, half another wrong one each. They are sent in batches on one connection.</summary>
    private static async Task FloodAsync(Uri service, int handshakes)
    {
        using var sockets = new Sockets();
        Socket socket = await sockets.ConnectAsync(service);
        for (int sent = 0; sent < handshakes; sent += Batch)
        {
            string batch = string.Concat(Enumerable.Range(sent, Batch).Select(number =>
                $"GET /ws/video_feed HTTP/1.1\r\nHost: localhost\r\n{Upgrade}"
                + (number % 2 == 0 ? "" : $"Authorization: Bearer wrong{handshakes}-{number}\r\n") + "\r\n"));
            await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(batch)).WaitAsync(TestClient.Timeout);
            await ReadAnswersAsync(socket, Batch);
        }
    }

    /// <summary>Reads until this many answers have begun and the last one has ended, all of them 401.</summary>
    private static async Task ReadAnswersAsync(Socket socket, int answers)
    {
        string text = "";
        byte[] bytes = new byte[64 * 1024];
        while (Count(text, "HTTP/1.1 ") < answers || !text.EndsWith("0\r\n\r\n", StringComparison.Ordinal))
        {
            int read = await socket.ReceiveAsync(bytes.AsMemory()).AsTask().WaitAsync(TestClient.Timeout);
            Assert.True(read > 0, $"closed after {text}");
            text += System.Text.Encoding.ASCII.GetString(bytes, 0, read);
        }

        Assert.Equal(answers, Count(text, "HTTP/1.1 401 "));
    }

    private static int Count(string text, string what) => text.Split(what).Length - 1;
}
