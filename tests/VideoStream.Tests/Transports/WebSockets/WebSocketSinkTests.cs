using System.Net.Sockets;
using System.Net.WebSockets;
using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Tests.Support;
using VideoStream.Transports.Tcp;
using VideoStream.Transports.WebSockets;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Transports.WebSockets;

public sealed class WebSocketSinkTests : IAsyncDisposable
{
    private readonly CameraRig _rig = new();
    private readonly ScriptedSocket _socket = new();
    private readonly Viewer _viewer;
    private readonly Outbox _outbox = new(() => { });

    public WebSocketSinkTests() => _viewer = _rig.Admit();

    public async ValueTask DisposeAsync()
    {
        _viewer.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task Notifications_go_before_answers_and_hello_before_all()
    {
        WebSocketSink sink = Sink(notifies: true);
        Assert.False(sink.HasMessages);
        await _outbox.AnswerAsync(new ServerMessage.Pong(1, 2));
        _outbox.Notify(ViewerEvent.Ticked);
        _outbox.Notify(PendingNotifications.Hello);
        Assert.True(sink.HasMessages);

        await sink.SendMessagesAsync();

        Assert.StartsWith("""{"type":"hello",""", await _socket.NextTextAsync(), StringComparison.Ordinal);
        Assert.StartsWith("""{"type":"stats",""", await _socket.NextTextAsync(), StringComparison.Ordinal);
        Assert.Equal("""{"type":"pong","t":1,"server_time_us":2}""", await _socket.NextTextAsync());
        Assert.Equal((0, false), (_socket.Unread, sink.HasMessages));
    }

    [Fact]
    public async Task A_client_without_the_subprotocol_gets_answers_and_no_notifications()
    {
        WebSocketSink sink = Sink(notifies: false);
        _outbox.Notify(PendingNotifications.Hello | PendingNotifications.Stats);
        await _outbox.AnswerAsync(new ServerMessage.Pong(null, 2));

        await sink.SendMessagesAsync();

        Assert.Equal("""{"type":"pong","server_time_us":2}""", await _socket.NextTextAsync());
        Assert.Equal((0, false), (_socket.Unread, sink.HasMessages));
    }

    [Fact]
    public async Task A_frame_through_the_web_server_is_a_binary_message_that_is_never_sent_at_once()
    {
        EncodedFrame frame = TestFrames.Encoded(1, 1000);
        WebSocketSink sink = Sink(notifies: false);
        Assert.False(sink.TrySend(frame, asksReceipt: false));
        Assert.Equal(0, _socket.Unread);

        await sink.FinishAsync(frame);

        var (type, bytes) = await _socket.NextAsync();
        Assert.Equal(WebSocketMessageType.Binary, type);
        Assert.Equal(frame.Bytes.ToArray(), bytes);
        frame.Release();
    }

    /// <summary>A frame of more than the kernel takes at once, over a real connection.</summary>
    [Theory]
    [InlineData(100, false)]
    [InlineData(100, true)]
    [InlineData(20_000_000, false)]
    [InlineData(20_000_000, true)]
    public async Task A_frame_straight_to_the_socket_is_a_binary_message_however_much_of_it_is_sent_at_once(int length, bool asksReceipt)
    {
        using var connection = new SocketPair();
        await using var direct = new DirectStream(new NetworkStream(connection.Server), new SocketWriter(connection.Server));
        var sink = new WebSocketSink(_socket, direct, _outbox, messages: null);
        EncodedFrame frame = TestFrames.Encoded(1, length);

        bool isWhole = sink.TrySend(frame, asksReceipt);
        Task sending = isWhole ? Task.CompletedTask : sink.FinishAsync(frame).AsTask();

        var options = new WebSocketCreationOptions { IsServer = false };
        using WebSocket reader = WebSocket.CreateFromStream(connection.Client.GetStream(), options);
        byte[] read = new byte[length];
        int at = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await Limit.Within(reader.ReceiveAsync(read.AsMemory(at), TestContext.Current.CancellationToken).AsTask());
            at += part.Count;
        }
        while (!part.EndOfMessage);
        await Limit.Within(sending);
        Assert.Equal((WebSocketMessageType.Binary, length, length < 1000), (part.MessageType, at, isWhole));
        Assert.Equal(frame.Bytes.ToArray(), read);
        frame.Release();
    }

    [Fact]
    public async Task A_frame_that_asks_for_a_receipt_is_followed_by_a_ping_with_its_number()
    {
        using var connection = new SocketPair();
        await using var direct = new DirectStream(new NetworkStream(connection.Server), new SocketWriter(connection.Server));
        var sink = new WebSocketSink(_socket, direct, _outbox, messages: null);
        EncodedFrame frame = TestFrames.Encoded(7, 100);
        Assert.True(sink.TrySend(frame, asksReceipt: true));
        Assert.True(sink.TrySend(frame, asksReceipt: false));

        byte[] read = new byte[2 + 100 + ReceiptPing.Length + 2 + 100];
        await Limit.Within(connection.Client.GetStream().ReadExactlyAsync(read, TestContext.Current.CancellationToken).AsTask());
        byte[] message = [0x82, 100, .. frame.Bytes.Span];
        Assert.Equal([.. message, 0x89, 6, 0, 0, 0, 0, 0, 7, .. message], read);
        Assert.Equal(0, connection.Client.Available);
        frame.Release();
    }

    private WebSocketSink Sink(bool notifies)
    {
        ServerMessageFactory? messages = notifies
            ? new ServerMessageFactory(_viewer, new ClientLimits(), new SettingTable(new VideoStreamOptions()), _rig.Time)
            : null;
        return new WebSocketSink(_socket, new ClientStream(Stream.Null), _outbox, messages);
    }
}
