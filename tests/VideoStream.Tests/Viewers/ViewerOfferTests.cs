using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Tests.Support;
using VideoStream.Transports.Tcp;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Viewers;

/// <summary>Which frames a viewer's sender gives to its sink, and on which thread.</summary>
public sealed class ViewerOfferTests
{
    private const int Frames = 200;

    private readonly TestSink _sink = new();

    [Fact]
    public async Task Frames_are_sent_on_the_thread_that_encoded_them()
    {
        await using var rig = new CameraRig();
        await WithViewerAsync(rig, viewer =>
        {
            for (int number = 1; number <= 20; number++)
            {
                rig.PublishAndDispatch();
                UntilSent(number);
            }

            Assert.All(_sink.Threads, thread => Assert.StartsWith("encoder-", thread, StringComparison.Ordinal));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_sink_that_never_sends_inline_gets_frames_although_each_is_older_than_the_cameras_newest()
    {
        await using var rig = new CameraRig(isOvertaken: true);
        _sink.SendsInline = false;
        await WithViewerAsync(rig, viewer =>
        {
            rig.Publish();
            UntilSent(Frames);
            return Task.CompletedTask;
        });
    }

    /// <summary>Its loop is awake at nearly every offer, so that it can't be run inline.</summary>
    [Fact]
    public async Task A_viewer_that_is_woken_all_the_time_gets_frames_although_each_is_older_than_the_cameras_newest()
    {
        await using var rig = new CameraRig(isOvertaken: true);
        await WithViewerAsync(rig, async viewer =>
        {
            using var stop = new CancellationTokenSource();
            Task waking = OwnThread.Run(() =>
            {
                while (!stop.IsCancellationRequested)
                    viewer.Wake();
            });
            rig.Publish();
            UntilSent(Frames);
            await stop.CancelAsync();
            await Limit.Within(waking);
        });
    }

    [Fact]
    public async Task A_viewer_whose_messages_took_long_gets_the_newest_frame_afterwards()
    {
        await using var rig = new CameraRig();
        await WithViewerAsync(rig, async viewer =>
        {
            rig.PublishAndDispatch();
            UntilSent(1);
            Task sent = _sink.BeginMessages();
            viewer.Wake();
            await Limit.Within(sent);
            // This one is still encoded for the viewer, which can't take it.
            rig.PublishAndDispatch();
            Limit.Until(() => rig.Variants.Statistics.Encodes == 2);
            for (int i = 0; i < 9; i++)
                rig.PublishAndDispatch();
            _sink.EndMessages();
            UntilSent(2);
            Assert.Equal([1, 11], _sink.Numbers);
        });
    }

    private async Task WithViewerAsync(CameraRig rig, Func<Viewer, Task> test)
    {
        var options = new VideoStreamOptions();
        ViewerSettings settings = ViewerSettings.Defaults(options) with { Adaptive = false };
        var connection = new ViewerConnection(ViewerTransport.WebSocket, "", new TcpInfo(null), WritesDirectly: true, () => { });
        using var viewer = new Viewer(connection, rig.Variants, settings, options, rig.Time);
        Task sending = Task.Run(() => viewer.SendAsync(_sink), TestContext.Current.CancellationToken);
        Limit.Until(() => rig.Camera.Viewers == 1);
        await test(viewer);
        viewer.Close(CloseReason.ServiceStopping);
        await Limit.Within(sending);
        await rig.AssertNothingIsLeftAsync();
    }

    private void UntilSent(int frames) => Limit.Until(() => _sink.Numbers.Length >= frames);

    private sealed class TestSink : IFrameSink
    {
        private readonly Lock _gate = new();
        private readonly List<(long Number, string? Thread)> _sent = [];
        private TaskCompletionSource? _begun;
        private TaskCompletionSource? _messages;

        public bool SendsInline { get; set; } = true;

        public bool HasMessages => Volatile.Read(ref _messages) is not null;

        public long[] Numbers
        {
            get
            {
                lock (_gate)
                    return [.. _sent.Select(frame => frame.Number)];
            }
        }

        public IEnumerable<string?> Threads => _sent.Select(frame => frame.Thread);

        public bool TrySend(EncodedFrame frame)
        {
            if (SendsInline)
                Add(frame);
            return SendsInline;
        }

        public async ValueTask FinishAsync(EncodedFrame frame)
        {
            await Task.Yield();
            Add(frame);
        }

        /// <summary>Has messages until <see cref="EndMessages"/>.</summary>
        /// <returns>Ends when the sender began to send them.</returns>
        public Task BeginMessages()
        {
            _begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _messages, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            return _begun.Task;
        }

        public void EndMessages()
        {
            TaskCompletionSource messages = _messages!;
            Volatile.Write(ref _messages, null);
            messages.SetResult();
        }

        public async ValueTask SendMessagesAsync()
        {
            Task messages = _messages!.Task;
            _begun!.SetResult();
            await messages;
        }

        private void Add(EncodedFrame frame)
        {
            lock (_gate)
                _sent.Add((frame.Stamp.Number, Thread.CurrentThread.Name));
        }
    }
}
