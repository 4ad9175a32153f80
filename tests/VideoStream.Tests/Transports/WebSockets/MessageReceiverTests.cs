using System.Collections.Concurrent;
using System.Net.WebSockets;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Tests.Support;
using VideoStream.Transports.WebSockets;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Transports.WebSockets;

/// <summary>A receive loop whose client is the test. Its answers are taken at once.</summary>
public sealed class MessageReceiverTests : IAsyncDisposable
{
    private const string Resume = """{"type":"command","action":"resume"}""";

    private readonly CameraRig _rig = new();
    private readonly ScriptedSocket _socket = new();
    private readonly ConcurrentQueue<ServerMessage> _answers = new();
    private readonly Outbox _outbox;
    private readonly Viewer _viewer;
    private readonly ReceiveLimits _limits;
    private readonly MessageReceiver _receiver;

    public MessageReceiverTests()
    {
        _viewer = _rig.Admit();
        _outbox = new Outbox(TakeAnswers);
        var parser = new ClientMessageParser(new SettingTable(new VideoStreamOptions()));
        _limits = new ReceiveLimits(_viewer, _rig.Time);
        _receiver = new MessageReceiver(_viewer, _socket, parser, _outbox, _limits, _rig.Time);
    }

    public async ValueTask DisposeAsync()
    {
        _limits.Dispose();
        _viewer.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task Settings_are_applied()
    {
        _socket.Deliver("""{"type":"config","osd":true,"quality":60}""");
        await ReceiveAllAsync();
        Assert.Equal((true, VariantEncoding.Jpeg(60)), (_viewer.Settings.Osd, _viewer.Settings.Encoding));
        Assert.Empty(_answers);
    }

    [Fact]
    public async Task A_message_that_comes_in_parts_is_read_as_one()
    {
        _socket.Deliver("""{"type":"config","""u8.ToArray(), isEnd: false);
        _socket.Deliver([], isEnd: false);
        _socket.Deliver("""
            "osd":true}
            """u8.ToArray());
        await ReceiveAllAsync();
        Assert.True(_viewer.Settings.Osd);
    }

    [Fact]
    public async Task A_ping_is_answered_with_its_time_and_the_services()
    {
        _socket.Deliver("""{"type":"ping","t":12.5}""");
        await ReceiveAllAsync();
        long nowUs = (_rig.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        Assert.Equal([new ServerMessage.Pong(12.5, nowUs)], _answers);
    }

    [Fact]
    public async Task A_bad_message_is_answered_with_an_error_and_changes_nothing()
    {
        ViewerSettings before = _viewer.Settings;
        _socket.Deliver("""{"type":"config","osd":true,"quality":0}""");
        await ReceiveAllAsync();
        Assert.Equal((ErrorCode.OutOfRange, "quality"), Assert.IsType<ServerMessage.Error>(Assert.Single(_answers)) is var error ? (error.Code, error.Field) : default);
        Assert.Same(before, _viewer.Settings);
    }

    [Fact]
    public async Task A_binary_message_is_answered_with_an_error()
    {
        _socket.Deliver([1, 2, 3], WebSocketMessageType.Binary);
        await ReceiveAllAsync();
        Assert.Equal(ErrorCode.BinaryMessage, Assert.IsType<ServerMessage.Error>(Assert.Single(_answers)).Code);
    }

    [Fact]
    public async Task An_acknowledgement_reaches_the_viewer_and_is_not_answered()
    {
        Task sending = await SendAsync(frames: 1);
        _socket.Deliver("""{"type":"ack","seq":1}""");
        await ReceiveAllAsync();
        Assert.False(_viewer.Acknowledge(1));
        Assert.Empty(_answers);
        await EndAsync(sending);
    }

    [Fact]
    public async Task A_message_of_just_the_limit_is_read()
    {
        _socket.Deliver(new byte[MessageReceiver.MaxMessageBytes - 1], isEnd: false);
        _socket.Deliver(new byte[1]);
        await ReceiveAllAsync();
        Assert.Equal(ErrorCode.NotJson, Assert.IsType<ServerMessage.Error>(Assert.Single(_answers)).Code);
    }

    [Fact]
    public async Task A_message_over_the_limit_closes_before_it_ends()
    {
        Task<CloseReason> running = _receiver.RunAsync();
        _socket.Deliver(new byte[MessageReceiver.MaxMessageBytes], isEnd: false);
        _socket.Deliver(new byte[1], isEnd: false);
        Limit.Until(() => _viewer.CloseReason is not null);
        Assert.Same(CloseReason.MessageTooBig, _viewer.CloseReason);
        Assert.False(running.IsCompleted);
        _socket.DeliverClose();
        await Limit.Within(running);
    }

    [Fact]
    public async Task A_flood_of_messages_closes()
    {
        for (int i = 0; i < 1000; i++)
            _socket.Deliver(Resume);
        await ReceiveAllAsync();
        Assert.Same(CloseReason.MessageFlood, _viewer.CloseReason);
    }

    [Fact]
    public async Task A_flood_of_empty_parts_closes()
    {
        for (int i = 0; i < 1000; i++)
            _socket.Deliver([], isEnd: false);
        await ReceiveAllAsync();
        Assert.Same(CloseReason.MessageFlood, _viewer.CloseReason);
    }

    [Fact]
    public async Task Acknowledgements_of_frames_in_flight_are_no_flood_and_others_are()
    {
        const int frames = 250;
        Task sending = await SendAsync(frames);
        for (int seq = 1; seq <= frames; seq++)
            _socket.Deliver($$"""{"type":"ack","seq":{{seq}}}""");
        await ReceiveAllAsync();
        Assert.Null(_viewer.CloseReason);

        for (int i = 0; i < 1000; i++)
            _socket.Deliver("""{"type":"ack","seq":1}""");
        await ReceiveAllAsync();
        Assert.Same(CloseReason.MessageFlood, _viewer.CloseReason);
        await EndAsync(sending);
    }

    [Fact]
    public async Task A_hundred_bad_messages_in_a_row_close()
    {
        for (int i = 0; i < 99; i++)
            _socket.Deliver("rubbish");
        await ReceiveAllAsync();
        Assert.Null(_viewer.CloseReason);
        Assert.Equal(99, _answers.Count);

        _socket.Deliver("rubbish");
        await ReceiveAllAsync();
        Assert.Same(CloseReason.TooManyErrors, _viewer.CloseReason);
        Assert.Equal(99, _answers.Count);
    }

    [Fact]
    public async Task A_good_message_ends_the_row_of_bad_ones()
    {
        for (int i = 0; i < 99; i++)
            _socket.Deliver("rubbish");
        _socket.Deliver(Resume);
        _socket.Deliver("rubbish");
        await ReceiveAllAsync();
        Assert.Null(_viewer.CloseReason);
    }

    [Fact]
    public async Task After_the_viewer_was_closed_messages_have_no_effect()
    {
        _viewer.Close(CloseReason.ServiceStopping);
        _socket.Deliver("""{"type":"config","osd":true}""");
        _socket.Deliver("rubbish");
        Assert.Same(CloseReason.ClientClosed, await ReceiveAllAsync());
        Assert.False(_viewer.Settings.Osd);
        Assert.Empty(_answers);
    }

    [Fact]
    public async Task A_close_frame_in_the_middle_of_a_message_ends_the_loop()
    {
        _socket.Deliver([1], isEnd: false);
        Assert.Same(CloseReason.ClientClosed, await ReceiveAllAsync());
    }

    [Fact]
    public async Task A_receive_that_fails_ends_the_loop_with_its_exception()
    {
        var lost = new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
        _socket.FailReceive(lost);
        Assert.Same(lost, await Record.ExceptionAsync(() => Limit.Within(_receiver.RunAsync())));
    }

    /// <summary>Runs the loop over all that was delivered and a close frame behind it.</summary>
    private Task<CloseReason> ReceiveAllAsync()
    {
        _socket.DeliverClose();
        return Limit.Within(_receiver.RunAsync());
    }

    private async Task<Task> SendAsync(int frames)
    {
        var sink = new ScriptedSink();
        Task sending = _viewer.SendAsync(sink);
        for (int i = 1; i <= frames; i++)
        {
            _rig.Publish();
            Assert.Equal($"frame {i}", await sink.NextAsync());
        }

        return sending;
    }

    private async Task EndAsync(Task sending)
    {
        _viewer.Close(CloseReason.ClientClosed);
        await Limit.Within(sending);
    }

    private void TakeAnswers()
    {
        while (_outbox.TryTakeAnswer(out ServerMessage? answer))
            _answers.Enqueue(answer);
    }
}
