using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>What clients are sent that are slow to acknowledge, or to read. Slow links are in <c>scripts/link-test.sh</c>.</summary>
public sealed class AdaptationTests
{
    private static readonly (string, string)[] Small = [("Cameras:main:Width", "320"), ("Cameras:main:Height", "180")];

    [Fact]
    public async Task Quality_falls_when_acknowledgements_come_late_and_rises_when_they_are_early_again()
    {
        using var service = new ServiceHost(Small);
        using TestClient client = await TestClient.ConnectAsync(service.Address, "quality=80&fps=20&resize=64x48", v1: true);

        // At first each at once: the distance is known to be short.
        await AcknowledgeAsync(client, TimeSpan.Zero, stats => stats.GetProperty("sent").GetInt64() > 10);
        JsonElement late = await AcknowledgeAsync(client, TimeSpan.FromMilliseconds(400), stats => stats.GetProperty("quality").GetInt32() < 80);
        Assert.Equal("client", late.GetProperty("limit").GetString());
        Assert.InRange(late.GetProperty("queueing_ms").GetDouble(), 100, 1000);
        await AcknowledgeAsync(client, TimeSpan.Zero, stats => stats.GetProperty("quality").GetInt32() == 80);
    }

    [Fact]
    public async Task A_client_that_never_acknowledges_keeps_its_quality_on_a_good_link()
    {
        using var service = new ServiceHost(Small);
        using TestClient client = await TestClient.ConnectAsync(service.Address, "quality=80", v1: true);
        for (int i = 0; i < 3; i++)
            Assert.Equal(80, (await client.TextAsync("stats")).GetProperty("quality").GetInt32());
    }

    [Fact]
    public async Task A_client_that_does_not_want_it_is_not_adapted_but_sent_fewer_pictures()
    {
        using var service = new ServiceHost(Small);
        using TestClient client = await TestClient.ConnectAsync(service.Address, "quality=80&fps=20&adaptive=false", v1: true);
        await AcknowledgeAsync(client, TimeSpan.Zero, stats => stats.GetProperty("sent").GetInt64() > 10);

        JsonElement late = await AcknowledgeAsync(client, TimeSpan.FromMilliseconds(400), stats => stats.GetProperty("fps").GetDouble() < 10);
        Assert.Equal((80, 20.0), (late.GetProperty("quality").GetInt32(), late.GetProperty("rate").GetDouble()));
    }

    [Fact]
    public async Task A_client_that_ceases_to_read_is_sent_nothing_old_when_it_reads_again()
    {
        using var service = new ServiceHost(Small);
        using TestClient client = await TestClient.ConnectAsync(service.Address, "quality=80", v1: true);
        await AcknowledgeAsync(client, TimeSpan.Zero, stats => stats.GetProperty("sent").GetInt64() > 10);

        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        DateTimeOffset back = DateTimeOffset.UtcNow;
        int old = 0;
        while (true)
        {
            Picture picture = await client.PictureAsync();
            await client.SendAsync($$"""{"type":"ack","seq":{{picture.Seq}}}""");
            if (picture.CapturedAt >= back)
                break;
            old++;
        }

        // What was on its way when it ceased, and no more: sixty pictures were captured meanwhile.
        Assert.InRange(old, 0, 4);
    }

    /// <summary>Acknowledges each picture some time after it came, until the statistics are as meant.</summary>
    private static async Task<JsonElement> AcknowledgeAsync(TestClient client, TimeSpan delay, Func<JsonElement, bool> isMeant)
    {
        var waiting = new Queue<(long Seq, DateTime At)>();
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < TestClient.Timeout)
        {
            var (type, bytes) = await client.ReceiveAsync();
            if (type == WebSocketMessageType.Binary)
                waiting.Enqueue((new Picture(bytes).Seq, DateTime.UtcNow));
            else if (JsonElement.Parse(bytes) is var text && text.GetProperty("type").GetString() == "stats" && isMeant(text))
                return text;
            while (waiting.TryPeek(out var picture) && (DateTime.UtcNow - picture.At >= delay || waiting.Count > 1))
            {
                TimeSpan left = picture.At + delay - DateTime.UtcNow;
                if (left > TimeSpan.Zero)
                    await Task.Delay(left, TestContext.Current.CancellationToken);
                await client.SendAsync($$"""{"type":"ack","seq":{{waiting.Dequeue().Seq}}}""");
            }
        }

        throw new TimeoutException("the statistics were never as meant");
    }
}
