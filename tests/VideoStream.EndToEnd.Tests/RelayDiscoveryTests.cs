using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using NATS.Client.Core;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>A relay of all cameras that are published at a NATS server.</summary>
public sealed class RelayDiscoveryTests
{
    [Fact]
    public async Task All_cameras_that_are_published_are_there_with_their_titles()
    {
        using var nats = new NatsServerProcess();
        using ServiceHost relay = RelayPair.DiscoveringRelay(nats);
        Assert.Empty(await RelayPair.NamesAsync(relay));
        using var origin = new ServiceHost(
            ("Cameras:gate:Source", "test"),
            ("Cameras:yard:Source", "test"),
            ("Cameras:yard:Title", "Höfe"),
            ("Publish:Nats:Url", nats.Url));

        await RelayPair.ShowsAsync(relay, "all-gate", "all-yard");
        Assert.Equal("Höfe", (await relay.CameraAsync("all-yard")).GetProperty("title").GetString());
        Assert.Equal("all-gate", (await relay.CameraAsync("all-gate")).GetProperty("title").GetString());
        foreach (string query in (string[])["camera=all-gate", "camera=all-yard", ""])
        {
            using TestClient client = await TestClient.ConnectAsync(relay.Address, query);
            await client.LiveAsync();
        }

        JsonElement status = Assert.Single(await DiscoveryAsync(relay));
        Assert.Equal(2, status.GetProperty("cameras").GetInt32());
        Assert.Equal(JsonValueKind.Null, status.GetProperty("problem").ValueKind);
    }

    [Fact]
    public async Task Cameras_come_and_go_as_their_service_names_them()
    {
        using var nats = new NatsServerProcess();
        using ServiceHost relay = RelayPair.DiscoveringRelay(nats);
        await using var connection = new NatsConnection(new NatsOpts { Url = nats.Url });
        var cameras = new ConcurrentQueue<string>(["gate", "yard"]);
        await using INatsSub<string> service = await connection.SubscribeCoreAsync<string>(
            "videostream.cameras", cancellationToken: TestContext.Current.CancellationToken);
        Task answering = AnswerAsync(service, cameras);

        await RelayPair.ShowsAsync(relay, "all-gate", "all-yard");
        using TestClient client = await TestClient.ConnectAsync(relay.Address, "camera=all-gate");
        cameras.TryDequeue(out _);
        await RelayPair.ShowsAsync(relay, "all-yard");
        Assert.Equal(System.Net.WebSockets.WebSocketCloseStatus.PolicyViolation, (await client.CloseAsync()).Status);
        cameras.Enqueue("door");
        await RelayPair.ShowsAsync(relay, "all-door", "all-yard");
        await service.UnsubscribeAsync();
        await answering;
    }

    [Fact]
    public async Task The_status_and_the_health_check_say_why_no_camera_is_found()
    {
        using var nats = new NatsServerProcess();
        using ServiceHost relay = RelayPair.DiscoveringRelay(nats);
        await SaysAsync(relay, "no service publishes");
        nats.Kill();
        await SaysAsync(relay, "no NATS server answers");
        using HttpResponseMessage ready = await relay.Http.GetAsync("/healthz/ready", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains(
            "no NATS server answers",
            await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => TestClient.ConnectAsync(relay.Address));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        using HttpResponseMessage later = await relay.Http.GetAsync("/snapshot.jpg?camera=all-x", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, later.StatusCode);
        using HttpResponseMessage never = await relay.Http.GetAsync("/snapshot.jpg?camera=x", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, never.StatusCode);
    }

    [Fact]
    public async Task The_grid_shows_cameras_when_they_come()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var nats = new NatsServerProcess();
        using ServiceHost relay = RelayPair.DiscoveringRelay(nats);
        await browser.WatchAsync(
            relay, "document.getElementById('grid-words').textContent.includes('no cameras')", "?view=grid");
        using var origin = new ServiceHost(
            ("Cameras:gate:Source", "test"), ("Cameras:yard:Source", "test"), ("Publish:Nats:Url", nats.Url));
        await browser.HoldsAsync(
            "[...document.querySelectorAll('.tile[data-kind=live] canvas')].filter(canvas => canvas.width > 16).length === 2");
    }

    /// <summary>A service that names these cameras, until the subscription ends. Before it one answers in odd ways.</summary>
    private static async Task AnswerAsync(INatsSub<string> questions, ConcurrentQueue<string> cameras)
    {
        await foreach (NatsMsg<string> question in questions.Msgs.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            foreach (string odd in (string[])["", "{", "[]", "null"])
                await question.ReplyAsync(odd, cancellationToken: TestContext.Current.CancellationToken);
            string names = string.Join(',', cameras.Select(name => $$"""{"name":"{{name}}"}"""));
            await question.ReplyAsync(
                $$"""{"instance":1,"cameras":[{{names}}]}""", cancellationToken: TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits for the words of the only entry. It is there a moment after the service is.</summary>
    private static async Task SaysAsync(ServiceHost relay, string words) => await Eventually.HoldsAsync(
        async () => await DiscoveryAsync(relay) is [var entry] && entry.ToString().Contains(words, StringComparison.Ordinal), words);

    private static async Task<JsonElement[]> DiscoveryAsync(ServiceHost relay)
    {
        string text = await relay.Http.GetStringAsync("/api/v1/status", TestContext.Current.CancellationToken);
        return [.. JsonElement.Parse(text).GetProperty("discovery").EnumerateArray()];
    }
}
