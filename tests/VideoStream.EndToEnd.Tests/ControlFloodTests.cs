using System.Net.WebSockets;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Clients that send more control frames than anybody needs.</summary>
public sealed class ControlFloodTests
{
    private const byte Ping = 0x89, Pong = 0x8A;

    /// <summary>As many as the service answers, which is fewer than the limit, and some hundreds.</summary>
    private const int Some = 100, Flood = 500;

    public static MatrixTheoryData<WritePath, byte> Kinds { get; } = new([WritePath.Direct, WritePath.Middleware], [Ping, Pong]);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Too_many_control_frames_end_the_connection_with_1008(WritePath path, byte kind)
    {
        using var service = new ServiceHost(path);
        using RawClient client = await RawClient.ConnectAsync(service.Address);
        await client.Socket.SendAsync(Frames(kind, Flood)).WaitAsync(TestClient.Timeout, TestContext.Current.CancellationToken);
        Assert.Equal((WebSocketCloseStatus.PolicyViolation, "Too many messages"), await client.ReadCloseAsync());
        await client.ReadToEndAsync();
    }

    [Theory]
    [InlineData(WritePath.Direct)]
    [InlineData(WritePath.Middleware)]
    public async Task Fewer_pings_are_answered(WritePath path)
    {
        using var service = new ServiceHost(path);
        using RawClient client = await RawClient.ConnectAsync(service.Address);
        await client.Socket.SendAsync(Frames(Ping, Some)).WaitAsync(TestClient.Timeout, TestContext.Current.CancellationToken);
        for (int answers = 0; answers < Some;)
        {
            var (first, payload) = await client.ReadFrameAsync();
            if (first == Pong)
                Assert.Equal([(byte)answers++], payload);
        }
    }

    /// <summary>Frames of a client with one byte each, masked with zeros.</summary>
    private static byte[] Frames(byte kind, int count) =>
        [.. Enumerable.Range(0, count).SelectMany(i => (byte[])[kind, 0x81, 0, 0, 0, 0, (byte)i])];
}
