using System.Diagnostics;
using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Clients that ask more at once than the service queues answers for.</summary>
public sealed class PingBurstTests
{
    private const byte Text = 0x81;
    private const int Pings = 90;

    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData(WritePath.Direct)]
    [InlineData(WritePath.Middleware)]
    public async Task All_answers_come_in_order(WritePath path)
    {
        using var service = new ServiceHost(path, ("Cameras:main:Width", "320"), ("Cameras:main:Height", "180"));
        RawClient[] clients = await BeginAsync(service.Address);
        await FinishAsync(clients);
    }

    /// <summary>On one processor, where a loop that keeps its thread blocks all others.</summary>
    [Fact]
    public async Task Another_viewer_gets_its_frames_meanwhile()
    {
        var (service, address) = await ServiceProcess.ListenAsync(
            new Dictionary<string, string?> { ["DOTNET_PROCESSOR_COUNT"] = "1" },
            "--source=test", "--VideoStream:Cameras:main:Width=320", "--VideoStream:Cameras:main:Height=180");
        using ServiceProcess running = service;
        using TestClient viewer = await TestClient.ConnectAsync(address);
        await viewer.FrameAsync();
        RawClient[] clients = await BeginAsync(address);

        // Three seconds of frames. The answers are not read meanwhile.
        long last = Stopwatch.GetTimestamp();
        for (int frames = 0; frames < 90; frames++)
        {
            await viewer.FrameAsync();
            Assert.InRange(Stopwatch.GetElapsedTime(last), TimeSpan.Zero, LongestGap);
            last = Stopwatch.GetTimestamp();
        }

        await FinishAsync(clients);
    }

    /// <summary>Eight clients that have sent their pings.</summary>
    private static async Task<RawClient[]> BeginAsync(Uri service)
    {
        RawClient[] clients = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => RawClient.ConnectAsync(service, protocol: "videostream.v1")));
        byte[] burst = [.. Enumerable.Range(1, Pings).SelectMany(Ping)];
        await Task.WhenAll(clients.Select(client => client.Socket.SendAsync(burst)));
        return clients;
    }

    /// <summary>Reads all answers of the clients, and disconnects them.</summary>
    private static async Task FinishAsync(RawClient[] clients)
    {
        await Task.WhenAll(clients.Select(async client => Assert.Equal(Enumerable.Range(1, Pings), await PongsAsync(client))));
        Array.ForEach(clients, client => client.Dispose());
    }

    /// <summary>A client's WebSocket frame, masked with zeros.</summary>
    private static byte[] Ping(int number)
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes($$"""{"type":"ping","t":{{number}}}""");
        return [Text, (byte)(0x80 | text.Length), 0, 0, 0, 0, .. text];
    }

    private static async Task<List<int>> PongsAsync(RawClient client)
    {
        var pongs = new List<int>();
        while (pongs.Count < Pings)
        {
            var (first, payload) = await client.ReadFrameAsync();
            if (first == Text && JsonElement.Parse(payload) is var text && text.GetProperty("type").GetString() == "pong")
                pongs.Add(text.GetProperty("t").GetInt32());
        }

        return pongs;
    }
}
