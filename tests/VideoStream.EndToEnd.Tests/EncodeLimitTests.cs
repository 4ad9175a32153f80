using System.Net.WebSockets;
using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>What viewers get when there are more variants than may, or can, be encoded.</summary>
public sealed class EncodeLimitTests
{
    private static readonly (string, string)[] Small = [("Cameras:main:Width", "320"), ("Cameras:main:Height", "180")];

    [Fact]
    public async Task A_variant_above_the_limit_is_replaced_by_the_nearest_lower_one_and_the_limit_is_the_server()
    {
        using var service = new ServiceHost([.. Small, ("WebSocket:MaxVariants", "2")]);
        using TestClient high = await TestClient.ConnectAsync(service.Address, "quality=90&adaptive=false");
        using TestClient low = await TestClient.ConnectAsync(service.Address, "quality=40&adaptive=false");
        await high.FrameAsync();
        await low.FrameAsync();
        using TestClient third = await TestClient.ConnectAsync(service.Address, "quality=70&adaptive=false", v1: true);

        JsonElement stats = await third.TextAsync("stats");

        Assert.Equal((40, "server"), (stats.GetProperty("quality").GetInt32(), stats.GetProperty("limit").GetString()));
        Assert.Equal(2, (await service.CameraAsync()).GetProperty("variants").GetInt32());
    }

    [Fact]
    public async Task When_the_machine_cannot_encode_all_variants_all_of_them_get_fewer_frames()
    {
        using var service = new ServiceHost(
            ("Cameras:main:Width", "3840"), ("Cameras:main:Height", "2160"), ("WebSocket:MaxClients", "20"));
        TestClient[] clients = await Task.WhenAll(Enumerable.Range(0, 12).Select(
            i => TestClient.ConnectAsync(service.Address, $"quality={40 + (i * 4)}&adaptive=false", v1: i == 0)));

        // Counted from when every client has had a frame: the first client has a head start. A frame more or less is chance, so that
        // few frames would show nothing.
        int[] counts = new int[clients.Length];
        bool haveAll = false, isServer = false;
        var gate = new Lock();
        await Task.WhenAll(clients.Select(async (client, i) =>
        {
            while (!isServer || !haveAll || counts.Min() < 30)
            {
                var (type, bytes) = await client.ReceiveAsync();
                lock (gate)
                {
                    if (type == WebSocketMessageType.Text)
                    {
                        JsonElement text = JsonElement.Parse(bytes);
                        isServer |= text.GetProperty("type").GetString() == "stats" && text.GetProperty("limit").GetString() == "server";
                        continue;
                    }

                    counts[i]++;
                    if (!haveAll && counts.Min() > 0)
                        (haveAll, counts) = (true, new int[clients.Length]);
                }
            }
        })).WaitAsync(TestClient.Timeout * 2, TestContext.Current.CancellationToken);

        Assert.InRange(counts.Max(), counts.Min(), counts.Min() + 9);
        Array.ForEach(clients, client => client.Dispose());
    }
}
