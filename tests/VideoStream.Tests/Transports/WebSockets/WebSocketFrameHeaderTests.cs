using System.Net.WebSockets;
using VideoStream.Frames;
using VideoStream.Transports.WebSockets;

namespace VideoStream.Tests.Transports.WebSockets;

public sealed class WebSocketFrameHeaderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(3_000_000)]
    public async Task Write_makes_of_bytes_a_message_as_others_read_it(int length)
    {
        byte[] payload = new byte[length];
        Random.Shared.NextBytes(payload);
        byte[] header = new byte[PooledBuffer.PrefixRoom];
        byte[] frame = [.. header[..WebSocketFrameHeader.Write(length, header)], .. payload];

        using WebSocket client = WebSocket.CreateFromStream(new MemoryStream(frame), new WebSocketCreationOptions { IsServer = false });
        byte[] read = new byte[length];
        int at = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await client.ReceiveAsync(read.AsMemory(at), TestContext.Current.CancellationToken);
            at += part.Count;
        }
        while (!part.EndOfMessage);

        Assert.Equal(WebSocketMessageType.Binary, part.MessageType);
        Assert.Equal(payload, read);
    }
}
