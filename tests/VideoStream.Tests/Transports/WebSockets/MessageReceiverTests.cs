using System.Net.WebSockets;
using VideoStream.Encoding;
using VideoStream.Tests.Support;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Transports.WebSockets;

/// <summary>What a client's messages do, and how they are answered.</summary>
public sealed class MessageReceiverTests : ReceivingViewer
{
    [Fact]
    public async Task Settings_are_applied()
    {
        Socket.Deliver("""{"type":"config","osd":true,"quality":60}""");
        await ReceiveAllAsync();
        Assert.Equal((true, VariantEncoding.Jpeg(60)), (Viewer.Settings.Osd, Viewer.Settings.Encoding));
        Assert.Empty(Answers);
    }

    [Fact]
    public async Task A_message_that_comes_in_parts_is_read_as_one()
    {
        Socket.Deliver("""{"type":"config","""u8.ToArray(), isEnd: false);
        Socket.Deliver([], isEnd: false);
        Socket.Deliver("""
            "osd":true}
            """u8.ToArray());
        await ReceiveAllAsync();
        Assert.True(Viewer.Settings.Osd);
    }

    [Fact]
    public async Task A_ping_is_answered_with_its_time_and_the_services()
    {
        Socket.Deliver("""{"type":"ping","t":12.5}""");
        await ReceiveAllAsync();
        long nowUs = (Rig.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        Assert.Equal([new ServerMessage.Pong(12.5, nowUs)], Answers);
    }

    [Fact]
    public async Task A_bad_message_is_answered_with_an_error_and_changes_nothing()
    {
        ViewerSettings before = Viewer.Settings;
        Socket.Deliver("""{"type":"config","osd":true,"quality":0}""");
        await ReceiveAllAsync();
        var error = Assert.IsType<ServerMessage.Error>(Assert.Single(Answers));
        Assert.Equal((ErrorCode.OutOfRange, "quality"), (error.Code, error.Field));
        Assert.Same(before, Viewer.Settings);
    }

    [Fact]
    public async Task A_binary_message_is_answered_with_an_error()
    {
        Socket.Deliver([1, 2, 3], WebSocketMessageType.Binary);
        await ReceiveAllAsync();
        Assert.Equal(ErrorCode.BinaryMessage, Assert.IsType<ServerMessage.Error>(Assert.Single(Answers)).Code);
    }

    [Fact]
    public async Task An_acknowledgement_reaches_the_viewer_and_is_not_answered()
    {
        Task sending = await SendAsync(frames: 1);
        Socket.Deliver("""{"type":"ack","seq":1}""");
        await ReceiveAllAsync();
        Assert.False(Viewer.Acknowledge(1));
        Assert.Empty(Answers);
        await EndAsync(sending);
    }

    [Fact]
    public async Task After_the_viewer_was_closed_messages_have_no_effect()
    {
        Viewer.Close(CloseReason.ServiceStopping);
        Socket.Deliver("""{"type":"config","osd":true}""");
        Socket.Deliver("rubbish");
        Assert.Same(CloseReason.ClientClosed, await ReceiveAllAsync());
        Assert.False(Viewer.Settings.Osd);
        Assert.Empty(Answers);
    }

    [Fact]
    public async Task A_close_frame_in_the_middle_of_a_message_ends_the_loop()
    {
        Socket.Deliver([1], isEnd: false);
        Assert.Same(CloseReason.ClientClosed, await ReceiveAllAsync());
    }

    [Fact]
    public async Task A_receive_that_fails_ends_the_loop_with_its_exception()
    {
        var lost = new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
        Socket.FailReceive(lost);
        Assert.Same(lost, await Record.ExceptionAsync(() => Limit.Within(Receiver.RunAsync())));
    }
}
