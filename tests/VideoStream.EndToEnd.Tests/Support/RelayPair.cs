using System.Text.Json;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>A service that publishes its camera <c>gate</c>, and relays that show it as <c>main</c>.</summary>
internal static class RelayPair
{
    /// <summary>The service that publishes. Its camera shows a test pattern of 640x360.</summary>
    public static ServiceHost Origin(NatsServerProcess nats, params (string, string)[] settings) => new(
    [
        ("Cameras:gate:Source", "test"),
        ("Cameras:gate:Width", "640"),
        ("Cameras:gate:Height", "360"),
        ("Publish:Nats:Url", nats.Url),
        .. settings,
    ]);

    /// <summary>A relay.</summary>
    public static ServiceHost Relay(NatsServerProcess nats) => new(("Cameras:main:Source", nats.Url + "/gate"));

    /// <summary>A relay of all cameras that are published, each named after <c>all</c> and its name there.</summary>
    public static ServiceHost DiscoveringRelay(NatsServerProcess nats) => new(("Cameras:all:Source", nats.Url + "/*"));

    /// <summary>Waits until a relay has these cameras and no others.</summary>
    public static Task ShowsAsync(ServiceHost relay, params string[] names) => Eventually.HoldsAsync(
        async () => (await NamesAsync(relay)).SequenceEqual(names), $"the relay has {string.Join(", ", names)}");

    /// <summary>The names of a relay's cameras.</summary>
    public static async Task<string[]> NamesAsync(ServiceHost relay)
    {
        string text = await relay.Http.GetStringAsync("/api/v1/cameras", TestContext.Current.CancellationToken);
        return [.. JsonElement.Parse(text).EnumerateArray().Select(camera => camera.GetProperty("name").GetString()!)];
    }
}
