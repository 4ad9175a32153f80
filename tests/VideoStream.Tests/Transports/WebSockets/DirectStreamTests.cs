using System.Net.Sockets;
using System.Net.WebSockets;
using VideoStream.Tests.Support;
using VideoStream.Transports.Tcp;
using VideoStream.Transports.WebSockets;

namespace VideoStream.Tests.Transports.WebSockets;

/// <summary>The bytes of a real connection whose WebSocket and messages write straight to its socket.</summary>
public sealed class DirectStreamTests : IDisposable
{
    private static readonly byte[] Frame = [0x82, 3, 1, 2, 3];

    private readonly SocketPair _connection = new();
    private readonly DirectStream _stream;
    private readonly WebSocket _server;

    public DirectStreamTests()
    {
        _stream = new DirectStream(new NetworkStream(_connection.Server), new SocketWriter(_connection.Server));
        _server = WebSocket.CreateFromStream(_stream, new WebSocketCreationOptions { IsServer = true });
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _server.Dispose();
        _connection.Dispose();
    }

    [Fact]
    public async Task Messages_of_the_socket_and_whole_frames_come_in_the_order_in_which_they_were_sent()
    {
        await SendAsync(Frame);
        await _server.SendAsync("hi"u8.ToArray(), WebSocketMessageType.Text, true, Cancelled);
        await SendAsync(Frame);
        Assert.Equal([.. Frame, 0x81, 2, .. "hi"u8, .. Frame], await ReadAsync(14));
    }

    [Fact]
    public async Task A_frame_of_any_length_arrives_whole_however_slowly_it_is_read()
    {
        byte[] frame = new byte[20_000_000];
        Random.Shared.NextBytes(frame);
        Task sending = SendAsync(frame);
        Task behind = SendAsync(Frame);
        Assert.Equal(frame, await ReadAsync(frame.Length));
        Assert.Equal(Frame, await ReadAsync(Frame.Length));
        await Limit.Within(Task.WhenAll(sending, behind));
    }

    [Fact]
    public async Task Behind_the_closing_frame_nothing_follows()
    {
        await _server.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", Cancelled);
        await Assert.ThrowsAsync<WebSocketException>(async () => await SendAsync(Frame));
        Assert.Equal([0x88, 2, 0x03, 0xE8], await ReadAsync(4));
        _connection.Server.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await Limit.Within(_connection.Client.GetStream().ReadAsync(new byte[1], Cancelled).AsTask()));
    }

    [Fact]
    public async Task After_an_abort_nothing_follows()
    {
        _server.Abort();
        await Assert.ThrowsAsync<WebSocketException>(async () => await SendAsync(Frame));
    }

    /// <summary>Else its memory would be used again while it is still being sent.</summary>
    [Fact]
    public async Task A_frame_that_has_begun_is_finished_although_the_stream_is_closed()
    {
        byte[] frame = new byte[20_000_000];
        Random.Shared.NextBytes(frame);
        Assert.Equal(SendProgress.Begun, _stream.TrySendFrame(frame));
        _server.Abort();
        Task sending = _stream.FinishFrameAsync(frame, SendProgress.Begun).AsTask();
        Assert.False(sending.IsCompleted);
        Assert.Equal(frame, await ReadAsync(frame.Length));
        await Limit.Within(sending);
    }

    [Fact]
    public async Task A_connection_that_is_gone_is_an_input_output_failure()
    {
        _connection.Client.LingerState = new LingerOption(true, 0);
        _connection.Client.Close();
        Deadline deadline = Limit.Deadline();
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            while (true)
            {
                deadline.Check();
                await Limit.Within(SendAsync(Frame));
            }
        });
    }

    private async Task SendAsync(byte[] frame)
    {
        SendProgress progress = _stream.TrySendFrame(frame);
        if (progress != SendProgress.Whole)
            await _stream.FinishFrameAsync(frame, progress);
    }

    private async Task<byte[]> ReadAsync(int count)
    {
        byte[] read = new byte[count];
        await Limit.Within(_connection.Client.GetStream().ReadExactlyAsync(read, Cancelled).AsTask());
        return read;
    }
}
