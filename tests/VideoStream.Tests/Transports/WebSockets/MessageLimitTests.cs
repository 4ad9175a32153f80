using VideoStream.Tests.Support;
using VideoStream.Transports.WebSockets;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Transports.WebSockets;

/// <summary>Messages that are too big, too many or too often bad close the viewer.</summary>
public sealed class MessageLimitTests : ReceivingViewer
{
    private const string Resume = """{"type":"command","action":"resume"}""";

    [Fact]
    public async Task A_message_of_just_the_limit_is_read()
    {
        Socket.Deliver(new byte[MessageReceiver.MaxMessageBytes - 1], isEnd: false);
        Socket.Deliver(new byte[1]);
        await ReceiveAllAsync();
        Assert.Equal(ErrorCode.NotJson, Assert.IsType<ServerMessage.Error>(Assert.Single(Answers)).Code);
    }

    [Fact]
    public async Task A_message_over_the_limit_closes_before_it_ends()
    {
        Task<CloseReason> running = Receiver.RunAsync();
        Socket.Deliver(new byte[MessageReceiver.MaxMessageBytes], isEnd: false);
        Socket.Deliver(new byte[1], isEnd: false);
        Limit.Until(() => Viewer.CloseReason is not null);
        Assert.Same(CloseReason.MessageTooBig, Viewer.CloseReason);
        Assert.False(running.IsCompleted);
        Socket.DeliverClose();
        await Limit.Within(running);
    }

    [Fact]
    public async Task A_flood_of_messages_closes()
    {
        Deliver(Resume, times: 1000);
        await ReceiveAllAsync();
        Assert.Same(CloseReason.MessageFlood, Viewer.CloseReason);
    }

    [Fact]
    public async Task A_flood_of_empty_parts_closes()
    {
        for (int i = 0; i < 1000; i++)
            Socket.Deliver([], isEnd: false);
        await ReceiveAllAsync();
        Assert.Same(CloseReason.MessageFlood, Viewer.CloseReason);
    }

    [Fact]
    public async Task Acknowledgements_of_frames_in_flight_are_no_flood_and_others_are()
    {
        const int frames = 250;
        Task sending = await SendAsync(frames);
        for (int seq = 1; seq <= frames; seq++)
            Socket.Deliver($$"""{"type":"ack","seq":{{seq}}}""");
        await ReceiveAllAsync();
        Assert.Null(Viewer.CloseReason);

        Deliver("""{"type":"ack","seq":1}""", times: 1000);
        await ReceiveAllAsync();
        Assert.Same(CloseReason.MessageFlood, Viewer.CloseReason);
        await EndAsync(sending);
    }

    [Fact]
    public async Task A_hundred_bad_messages_in_a_row_close()
    {
        Deliver("rubbish", times: 99);
        await ReceiveAllAsync();
        Assert.Null(Viewer.CloseReason);
        Assert.Equal(99, Answers.Count);

        Socket.Deliver("rubbish");
        await ReceiveAllAsync();
        Assert.Same(CloseReason.TooManyErrors, Viewer.CloseReason);
        Assert.Equal(99, Answers.Count);
    }

    [Fact]
    public async Task A_good_message_ends_the_row_of_bad_ones()
    {
        Deliver("rubbish", times: 99);
        Socket.Deliver(Resume);
        Socket.Deliver("rubbish");
        await ReceiveAllAsync();
        Assert.Null(Viewer.CloseReason);
    }

    private void Deliver(string message, int times)
    {
        for (int i = 0; i < times; i++)
            Socket.Deliver(message);
    }
}
