using System.Net.WebSockets;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Messages that are too big, too many or too often bad, and the close codes that answer them.</summary>
public sealed class MessageLimitTests : IDisposable
{
    private readonly ServiceHost _service = new(("Cameras:main:Width", "320"), ("Cameras:main:Height", "180"));

    public void Dispose() => _service.Dispose();

    [Theory]
    [InlineData(4096, 1)]
    [InlineData(4096, 64)]
    public async Task A_message_of_exactly_the_limit_is_read(int length, int fragments)
    {
        using TestClient client = await TestClient.ConnectAsync(_service.Address);
        await SendPaddedPingAsync(client, length, fragments);
        await client.TextAsync("pong");
        await client.SendAsync("""{"type":"ping","t":1}""");
        await client.TextAsync("pong");
    }

    [Theory]
    [InlineData(4097, 1)]
    [InlineData(4097, 64)]
    [InlineData(100_000, 1)]
    public async Task A_message_over_the_limit_closes_with_1009(int length, int fragments)
    {
        using TestClient client = await TestClient.ConnectAsync(_service.Address);
        await SendPaddedPingAsync(client, length, fragments);
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, (await client.CloseAsync()).Status);
    }

    [Fact]
    public async Task A_message_that_never_ends_closes_with_1009()
    {
        using RawClient client = await RawClient.ConnectAsync(_service.Address);
        await client.SendFrameAsync(0x01, new byte[125]);
        for (int i = 0; i < 40; i++)
            await client.SendFrameAsync(0x00, new byte[125]);
        Assert.Equal((WebSocketCloseStatus.MessageTooBig, "Message too big: 4096 bytes at most"), await client.ReadCloseAsync());
    }

    [Fact]
    public async Task A_message_of_endless_empty_parts_closes_with_1008()
    {
        using RawClient client = await RawClient.ConnectAsync(_service.Address);
        await client.SendFrameAsync(0x01, []);
        Task<(WebSocketCloseStatus, string)> closing = client.ReadCloseAsync();
        for (int i = 0; i < 100_000 && !closing.IsCompleted; i++)
            await client.SendFrameAsync(0x00, []);
        Assert.Equal((WebSocketCloseStatus.PolicyViolation, "Too many messages"), await closing);
        await Eventually.HoldsAsync(() => _service.Get<Viewers.ViewerRegistry>().Admitted == 0, "the client was sent away");
    }

    [Fact]
    public async Task A_message_that_stops_at_the_limit_and_a_close_are_a_normal_close()
    {
        using TestClient client = await TestClient.ConnectAsync(_service.Address);
        // Pings follow frames, and .NET's client answers one that it reads after its own close, when the service has closed the socket.
        await client.SendAsync("""{"type":"command","action":"pause"}""");
        await client.SendAsync("""{"type":"ping","t":1}""");
        await client.TextAsync("pong");
        await client.Socket.SendAsync(new byte[4096], WebSocketMessageType.Text, false, TestContext.Current.CancellationToken);
        await client.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", TestContext.Current.CancellationToken);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, (await client.CloseAsync()).Status);
    }

    [Fact]
    public async Task A_hundred_bad_messages_in_a_row_close_with_1008()
    {
        using TestClient client = await TestClient.ConnectAsync(_service.Address);
        for (int i = 0; i < 100; i++)
            await client.SendAsync("rubbish");
        var (status, text) = await client.CloseAsync();
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, status);
        Assert.Equal("Too many bad messages", text);
    }

    [Fact]
    public async Task Ninety_nine_bad_messages_and_a_good_one_are_forgiven()
    {
        using TestClient client = await TestClient.ConnectAsync(_service.Address);
        for (int i = 0; i < 99; i++)
            await client.SendAsync("rubbish");
        await client.SendAsync("""{"type":"ping","t":1}""");
        await client.TextAsync("pong");
        await client.SendAsync("rubbish");
        await client.TextAsync("error");
        await client.FrameAsync();
    }

    [Fact]
    public async Task A_flood_of_good_messages_closes_with_1008()
    {
        using TestClient client = await TestClient.ConnectAsync(_service.Address);
        Task flood = Task.Run(async () =>
        {
            try
            {
                for (int i = 0; i < 1000; i++)
                    await client.SendAsync("""{"type":"command","action":"resume"}""");
            }
            catch (WebSocketException)
            {
                // Disconnected during a send. The status of the close frame is checked below.
            }
        }, TestContext.Current.CancellationToken);
        var (status, text) = await client.CloseAsync();
        await flood;
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, status);
        Assert.Equal("Too many messages", text);
    }

    private static async Task SendPaddedPingAsync(TestClient client, int length, int fragments)
    {
        const string head = """{"type":"ping","t":1,"x":" """;
        byte[] message = System.Text.Encoding.ASCII.GetBytes(head.PadRight(length - 2, 'x') + "\"}");
        Assert.Equal(length, message.Length);
        foreach (byte[] part in message.Chunk((length + fragments - 1) / fragments).SkipLast(1))
            await client.Socket.SendAsync(part, WebSocketMessageType.Text, false, TestContext.Current.CancellationToken);
        byte[] last = message.Chunk((length + fragments - 1) / fragments).Last();
        await client.Socket.SendAsync(last, WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
    }
}
