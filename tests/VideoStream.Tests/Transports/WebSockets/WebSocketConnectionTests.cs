using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using VideoStream.Configuration;
using VideoStream.Tests.Support;
using VideoStream.Transports.WebSockets;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Transports.WebSockets;

/// <summary>How a viewer's two loops end each other, and what its client learns of that.</summary>
public sealed class WebSocketConnectionTests : IAsyncDisposable
{
    private readonly CameraRig _rig = new();
    private readonly ScriptedSocket _socket = new();
    private readonly ListLogger<WebSocketConnection> _log = new();
    private readonly Viewer _viewer;
    private readonly Outbox _outbox;
    private readonly ReceiveLimits _limits;
    private readonly WebSocketConnection _connection;
    private int _aborts;

    public WebSocketConnectionTests()
    {
        _viewer = _rig.Admit(abort: () =>
        {
            Interlocked.Increment(ref _aborts);
            _socket.Abort();
        });
        _outbox = new Outbox(_viewer.Wake);
        _limits = new ReceiveLimits(_viewer, _rig.Time);
        var parser = new ClientMessageParser(new SettingTable(new VideoStreamOptions()));
        var receiver = new MessageReceiver(_viewer, _socket, parser, _outbox, _limits);
        var sink = new WebSocketSink(_socket, new ClientStream(Stream.Null), _outbox, messages: null);
        _connection = new WebSocketConnection(_viewer, _socket, sink, receiver, _log);
    }

    public async ValueTask DisposeAsync()
    {
        _limits.Dispose();
        _viewer.Dispose();
        await _rig.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task A_client_that_closes_is_answered_with_1000()
    {
        Task running = _connection.RunAsync();
        _socket.DeliverClose();
        Assert.Equal("1000 ", await CloseAsync());
        await Limit.Within(running);
        Assert.Equal((CloseReason.ClientClosed, 0), (_viewer.CloseReason, _aborts));
    }

    public static TheoryData<string, string> Closes => new()
    {
        { nameof(CloseReason.ServiceStopping), "1001 The service stops" },
        { nameof(CloseReason.TooManyErrors), "1008 Too many bad messages" },
        { nameof(CloseReason.MessageFlood), "1008 Too many messages" },
        { nameof(CloseReason.MessageTooBig), "1009 Message too big: 4096 bytes at most" },
        { nameof(CloseReason.InternalError), "1011 Internal error" },
    };

    [Theory]
    [MemberData(nameof(Closes))]
    public async Task A_viewer_that_is_closed_sends_its_close_frame_and_waits_for_the_clients(string reason, string frame)
    {
        Task running = _connection.RunAsync();
        _viewer.Close((CloseReason)typeof(CloseReason).GetField(reason)!.GetValue(null)!);
        Assert.Equal(frame, await CloseAsync());
        Assert.False(running.IsCompleted);
        _socket.DeliverClose();
        await Limit.Within(running);
        Assert.Equal(0, _aborts);
    }

    [Fact]
    public async Task A_client_that_does_not_answer_the_close_frame_is_cut()
    {
        Task running = _connection.RunAsync();
        _viewer.Close(CloseReason.ServiceStopping);
        await CloseAsync();
        _rig.Time.Advance(TimeSpan.FromSeconds(1.5));
        await Limit.Within(running);
        Assert.Equal((CloseReason.ServiceStopping, 1), (_viewer.CloseReason, _aborts));
    }

    [Fact]
    public async Task A_connection_that_is_lost_ends_both_loops_without_a_close_frame()
    {
        Task running = _connection.RunAsync();
        _socket.FailReceive(new WebSocketException(WebSocketError.ConnectionClosedPrematurely));
        await Limit.Within(running);
        Assert.Equal((CloseReason.ConnectionLost, 0), (_viewer.CloseReason, _socket.Unread));
        Assert.Equal(LogLevel.Debug, Assert.Single(_log.Rest()).Level);
    }

    /// <summary>A client that has only closed its side reads nothing more, and the kernel goes on taking what it has room for.</summary>
    [Fact]
    public async Task A_connection_that_is_lost_is_cut_at_once_although_a_send_waits()
    {
        _socket.SendsWait = true;
        Task running = _connection.RunAsync();
        _rig.Publish();
        Limit.Until(() => _socket.IsSending);
        _socket.FailReceive(new WebSocketException(WebSocketError.ConnectionClosedPrematurely));
        await Limit.Within(running);
        Assert.Equal((CloseReason.ConnectionLost, true), (_viewer.CloseReason, _aborts > 0));
    }

    [Fact]
    public async Task A_send_that_fails_cuts_the_connection()
    {
        Task running = _connection.RunAsync();
        _socket.SendFailure = new IOException("gone");
        _rig.Publish();
        await Limit.Within(running);
        Assert.Equal((CloseReason.ConnectionLost, 1), (_viewer.CloseReason, _aborts));
        Assert.DoesNotContain(_log.Rest(), entry => entry.Level > LogLevel.Debug);
    }

    [Fact]
    public async Task A_fault_of_our_own_is_logged_and_closes_with_1011()
    {
        Task running = _connection.RunAsync();
        var bug = new ArithmeticException("a bug");
        _socket.SendFailure = bug;
        _rig.Publish();
        Assert.Equal("1011 Internal error", await CloseAsync());
        _socket.DeliverClose();
        await Limit.Within(running);

        Assert.Same(CloseReason.InternalError, _viewer.CloseReason);
        Assert.Equal([bug], _log.Exceptions);
        Assert.Equal(LogLevel.Error, Assert.Single(_log.Rest()).Level);
    }

    [Fact]
    public async Task A_ping_that_was_not_answered_is_the_reason_why_the_socket_was_aborted()
    {
        Task running = _connection.RunAsync();
        _socket.SendFailure = new WebSocketException(WebSocketError.Faulted);
        _socket.Abort();
        await Limit.Within(running);
        Assert.Same(CloseReason.PingUnanswered, _viewer.CloseReason);
    }

    [Fact]
    public async Task Answers_after_the_end_are_refused()
    {
        Task running = _connection.RunAsync();
        _socket.DeliverClose();
        await Limit.Within(running);
        await Assert.ThrowsAsync<ChannelClosedException>(() => _outbox.AnswerAsync(new ServerMessage.Pong(1, 1)).AsTask());
    }

    private async Task<string> CloseAsync()
    {
        var (type, bytes) = await _socket.NextAsync();
        Assert.Equal(WebSocketMessageType.Close, type);
        return System.Text.Encoding.UTF8.GetString(bytes);
    }
}
