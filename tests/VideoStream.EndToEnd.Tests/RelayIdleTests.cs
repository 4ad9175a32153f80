using System.Net;
using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>A relayed camera that nobody watches.</summary>
public sealed class RelayIdleTests
{
    [Theory]
    [InlineData("")]
    [InlineData("false")]
    public async Task A_camera_whose_last_viewer_has_left_has_no_fault(string onDemand)
    {
        using var nats = new NatsServerProcess();
        using var origin = new ServiceHost(("Cameras:gate:Source", "test"), ("Publish:Nats:Url", nats.Url));
        using var relay = new ServiceHost(("Cameras:main:Source", nats.Url + "/gate"), ("Cameras:main:OnDemand", onDemand));
        using (TestClient client = await TestClient.ConnectAsync(relay.Address))
        {
            // A frame can be here a moment before the state is.
            await client.LiveAsync();
            await Eventually.HoldsAsync(
                async () => (await relay.CameraAsync()).GetProperty("reason").ValueKind == JsonValueKind.Null, "it is live");
        }

        var states = new HashSet<string?>();
        await Eventually.HoldsAsync(
            async () =>
            {
                JsonElement camera = await relay.CameraAsync();
                Assert.Equal(JsonValueKind.Null, camera.GetProperty("reason").ValueKind);
                using HttpResponseMessage ready = await relay.Http.GetAsync("/healthz/ready", TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
                states.Add(camera.GetProperty("state").GetString());
                return states.Contains("idle");
            },
            "it is closed");
        Assert.Equal(["idle", "live"], states.Order());
    }

    [Fact]
    public async Task Without_viewers_it_is_known_that_the_camera_is_lost_at_the_origin_or_not_published()
    {
        using var nats = new NatsServerProcess();
        using var relay = new ServiceHost(("Cameras:main:Source", nats.Url + "/gate"));
        await relay.ReasonAsync("no service publishes camera gate");
        using var origin = new ServiceHost(
            ("Cameras:gate:Source", "/dev/video99"), ("Cameras:gate:OnDemand", "false"), ("Publish:Nats:Url", nats.Url));
        await relay.ReasonAsync("/dev/video99");
        Assert.Equal("idle", (await relay.CameraAsync()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task An_origin_says_why_it_does_not_publish()
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(
            folder.Path("nats.conf"),
            """authorization { users = [ { user: "gate", password: "a", permissions { subscribe: ["_INBOX.>"], publish: [">"] } } ] }""",
            TestContext.Current.CancellationToken);
        using var nats = new NatsServerProcess("--config", folder.Path("nats.conf"));
        using var stranger = new ServiceHost(
            ("Cameras:gate:Source", "test"), ("Publish:Nats:Url", nats.Url), ("Nats:User", "gate"), ("Nats:Password", "b"));
        using var bounded = new ServiceHost(
            ("Cameras:gate:Source", "test"), ("Publish:Nats:Url", nats.Url), ("Nats:User", "gate"), ("Nats:Password", "a"));
        await ProblemAsync(stranger, "the NATS server refuses: ");
        await ProblemAsync(bounded, "Permissions Violation for Subscription");
        nats.Kill();
        await ProblemAsync(bounded, "no NATS server answers");
    }

    private static Task ProblemAsync(ServiceHost service, string words) => Eventually.HoldsAsync(
        async () => (await service.CameraAsync("gate")).GetProperty("published").GetProperty("problem").GetString()
            ?.Contains(words, StringComparison.Ordinal) == true,
        words);
}
