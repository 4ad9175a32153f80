using VideoStream.Frames;
using VideoStream.Tests.Support;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Viewers;

/// <summary>
/// A viewer's send loop over a scripted sink. The loop runs on the test's thread until it first sleeps, so that what follows is sent by the
/// thread that has the frame, unless something wakes the loop.
/// </summary>
public sealed class ViewerSenderTests : IAsyncDisposable
{
    private readonly CameraRig _rig = new();
    private readonly ScriptedSink _sink = new();
    private readonly Viewer _viewer;

    public ViewerSenderTests() => _viewer = _rig.Admit();

    public async ValueTask DisposeAsync()
    {
        _viewer.Dispose();
        await _rig.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Messages_that_wait_go_before_the_first_frame()
    {
        _sink.AddMessage();
        _sink.AddMessage();
        _rig.Publish();
        Task running = _viewer.SendAsync(_sink);

        Assert.Equal("2 messages", await _sink.NextAsync());
        Assert.Equal("frame 1", await _sink.NextAsync());
        await CloseAsync(running);
    }

    [Fact]
    public async Task Messages_that_come_in_the_middle_of_a_frame_go_before_the_next_frame()
    {
        Task running = await BlockAsync();
        _sink.AddMessage();
        _viewer.Wake();
        _rig.PublishAndDispatch();
        Assert.Empty(_sink.Rest());

        _sink.Unblock();

        Assert.Equal("rest of 1", await _sink.NextAsync());
        Assert.Equal("1 messages", await _sink.NextAsync());
        Assert.Equal("frame 2", await _sink.NextAsync());
        await CloseAsync(running);
    }

    [Fact]
    public async Task After_a_block_the_newest_frame_is_sent_and_those_between_are_counted_as_skipped()
    {
        Task running = await BlockAsync();
        for (int i = 0; i < 4; i++)
            _rig.PublishAndDispatch();

        _sink.Unblock();

        Assert.Equal("rest of 1", await _sink.NextAsync());
        Assert.Equal("frame 5", await _sink.NextAsync());
        await CloseAsync(running);
        Assert.Equal((2L, 3L), (_viewer.Counters.Frames, _viewer.Counters.Skipped));
    }

    [Fact]
    public async Task A_frame_is_sent_by_the_thread_that_encoded_it_while_the_loop_sleeps()
    {
        Task running = _viewer.SendAsync(_sink);
        _rig.Publish();
        Assert.Equal("frame 1", await _sink.NextAsync());
        Assert.StartsWith("encoder-", _sink.LastThread, StringComparison.Ordinal);
        await CloseAsync(running);
    }

    [Fact]
    public async Task Frames_that_are_taken_whole_never_wake_the_loop()
    {
        const int frames = 50;
        Task running = _viewer.SendAsync(_sink);
        // The loop's only turn asks twice.
        Assert.Equal(2, _sink.Asked);
        for (int i = 1; i <= frames; i++)
        {
            _rig.Publish();
            Assert.Equal($"frame {i}", await _sink.NextAsync());
            // Each frame asks once.
            Limit.Until(() => _sink.Asked >= 2 + i);
        }

        Assert.Equal(2 + frames, _sink.Asked);
        await CloseAsync(running);
    }

    [Fact]
    public async Task A_message_wakes_the_loop_for_one_turn_and_no_other()
    {
        Task running = _viewer.SendAsync(_sink);
        int asked = _sink.Asked;
        _sink.AddMessage();
        _viewer.Wake();
        Assert.Equal("1 messages", await _sink.NextAsync());
        // One turn that sends it, one that finds nothing and sleeps: asked once, and twice.
        Limit.Until(() => _sink.Asked >= asked + 3);
        await CloseAsync(running);
        // The close woke it once more.
        Assert.Equal(asked + 3, _sink.Asked);
    }

    [Fact]
    public async Task Sent_frames_are_counted_with_their_bytes()
    {
        Task running = _viewer.SendAsync(_sink);
        for (int i = 1; i <= 3; i++)
        {
            _rig.Publish();
            await _sink.NextAsync();
        }

        await CloseAsync(running);
        Assert.Equal((3L, _sink.Bytes), (_viewer.Counters.Frames, _viewer.Counters.Bytes));
        Assert.Equal(3, _viewer.Counters.Last!.Stamp.Number);
    }

    [Theory]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(InvalidOperationException))]
    public async Task A_sink_that_throws_ends_the_loop_with_that_exception_and_the_frame_is_released(Type type)
    {
        Task running = _viewer.SendAsync(_sink);
        _sink.Failure = (Exception)Activator.CreateInstance(type, "gone")!;
        _rig.Publish();

        Assert.Same(_sink.Failure, await Record.ExceptionAsync(() => Limit.Within(running)));
        // The thread that encoded the frame holds it until it has offered it to everybody.
        _rig.UntilOffered();
        Assert.Throws<ObjectDisposedException>(() => _sink.Last!.Bytes);
        Assert.Equal(0, _viewer.Counters.Frames);
    }

    [Fact]
    public async Task A_sink_that_throws_in_the_middle_of_a_frame_ends_the_loop_and_the_frame_is_released()
    {
        Task running = await BlockAsync();
        EncodedFrame frame = _sink.Last!;
        var gone = new IOException("gone");
        _sink.Unblock(gone);

        Assert.Same(gone, await Record.ExceptionAsync(() => Limit.Within(running)));
        _rig.UntilOffered();
        Assert.Throws<ObjectDisposedException>(() => frame.Bytes);
        Assert.Equal(0, _viewer.Counters.Frames);
    }

    [Fact]
    public async Task A_frame_that_was_begun_is_finished_before_the_loop_ends()
    {
        Task running = await BlockAsync();
        _rig.PublishAndDispatch();
        _viewer.Close(CloseReason.ServiceStopping);
        Assert.False(running.IsCompleted);

        _sink.Unblock();

        await Limit.Within(running);
        Assert.Equal(["rest of 1"], _sink.Rest());
        Assert.Equal(1, _viewer.Counters.Frames);
    }

    [Fact]
    public async Task A_paused_viewer_is_sent_messages_but_no_frames_and_the_camera_has_no_viewer()
    {
        Task running = _viewer.SendAsync(_sink);
        Set(settings => settings with { Paused = true });
        Limit.Until(() => _rig.Camera.Viewers == 0);
        _rig.PublishAndDispatch();
        _sink.AddMessage();
        _viewer.Wake();
        Assert.Equal("1 messages", await _sink.NextAsync());

        Set(settings => settings with { Paused = false });
        Assert.Equal("frame 1", await _sink.NextAsync());
        await CloseAsync(running);
    }

    private void Set(Func<ViewerSettings, ViewerSettings> step)
    {
        var change = new SettingsChange();
        change.Add(step);
        _viewer.Change(change);
    }

    /// <summary>Begins to send a frame whose rest the sink does not take.</summary>
    private async Task<Task> BlockAsync()
    {
        Task running = _viewer.SendAsync(_sink);
        _sink.Block();
        _rig.Publish();
        Assert.Equal("part of 1", await _sink.NextAsync());
        return running;
    }

    private async Task CloseAsync(Task running)
    {
        _viewer.Close(CloseReason.ClientClosed);
        await Limit.Within(running);
        Assert.Empty(_sink.Rest());
    }
}
