using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Tests.Adaptation;
using VideoStream.Tests.Support;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Viewers;

/// <summary>
/// Turns of a viewer's send loop that the test takes itself, so that a frame can be offered between a turn's end and the loop's sleep.
/// Meanwhile the loop itself is held in a send of messages.
/// </summary>
public sealed class ViewerSenderTurnTests : IFrameSink
{
    private readonly TaskCompletionSource _messages = new();
    private readonly List<long> _sent = [];
    private bool _isHeld;

    public bool HasMessages => !_isHeld;

    [Fact]
    public async Task After_a_frame_that_was_offered_before_the_loop_slept_the_next_one_is_asked_for()
    {
        await using var rig = new CameraRig();
        var options = new VideoStreamOptions();
        var viewer = new ViewerState(ViewerSettings.Defaults(options) with { Adaptive = false });
        var sender = new ViewerSender(viewer, rig.Time);
        using var subscription = new AdaptiveSubscription(
            rig.Variants, TestConnection.Of(new FakeLinkProbe()), options, sender, sender.OnRoom, rig.Time);
        Task running = sender.RunAsync(subscription, this);

        // Nothing is there: the turn asks for a frame, and the loop may sleep. Before it does, it is offered one.
        Assert.True(sender.TrySendNewest());
        rig.PublishAndDispatch();
        rig.UntilOffered();
        Assert.True(sender.TrySendNewest());
        Assert.Equal([1], _sent);

        // Only a frame that somebody asked for is encoded.
        rig.PublishAndDispatch();
        rig.UntilOffered();
        Assert.Equal(2, rig.Variants.Statistics.Encodes);
        Assert.True(sender.TrySendNewest());
        Assert.Equal([1, 2], _sent);

        viewer.TryClose(CloseReason.ServiceStopping);
        _messages.SetResult();
        await Limit.Within(running);
    }

    bool IFrameSink.TrySend(EncodedFrame frame, bool asksReceipt)
    {
        _sent.Add(frame.Stamp.Number);
        return true;
    }

    ValueTask IFrameSink.FinishAsync(EncodedFrame frame) => throw new InvalidOperationException("each frame is taken whole");

    ValueTask IFrameSink.SendMessagesAsync()
    {
        _isHeld = true;
        return new ValueTask(_messages.Task);
    }
}
