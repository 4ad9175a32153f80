using System.Globalization;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>A cluster of two NATS servers, the origin at one and the relay at the other.</summary>
public sealed class RelayClusterTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_picture_is_back_after_a_member_was_killed(bool isRelays)
    {
        int near = FreePort.Find(), far = FreePort.Find();
        using NatsServerProcess one = Member(near, far), two = Member(far, near);
        using ServiceHost origin = RelayPair.Origin(one), relay = RelayPair.Relay(two);
        using TestClient client = await TestClient.ConnectAsync(relay.Address);
        // The members have to find each other first.
        await client.LiveAsync();

        (isRelays ? two : one).Kill();

        DateTimeOffset after = DateTimeOffset.UtcNow;
        await client.LiveAsync(frame => frame.CapturedAt > after);
    }

    private static NatsServerProcess Member(int port, int other) =>
        new("--cluster_name", "site", "--cluster", Url(port), "--routes", Url(other));

    private static string Url(int port) => string.Create(CultureInfo.InvariantCulture, $"nats://127.0.0.1:{port}");
}
