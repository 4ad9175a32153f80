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
}
