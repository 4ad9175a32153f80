using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Tests.Support;
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

    [Fact]
    public async Task A_viewer_that_is_awake_at_every_offer_gets_frames_although_each_is_older_than_the_cameras_newest()
    {
        await using var rig = new CameraRig(isOvertaken: true);
        using var awake = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        bool isHeld = true;
        await WithViewerAsync(rig, async viewer =>
        {
            // The loop is held wherever it is awake, and goes on only while the next frame is being encoded.
            _sink.OnLoop = () =>
            {
                awake.Release();
                while (Volatile.Read(ref isHeld) && !goOn.Wait(1, CancellationToken.None))
                {
                }
            };
            rig.DuringEncode = () =>
            {
                goOn.Release();
                viewer.Wake();
                while (Volatile.Read(ref isHeld) && !awake.Wait(1, CancellationToken.None))
                {
                }
            };
            using var busy = new BusySubscription(rig);
            rig.Publish();
            UntilSent(20);
            Assert.All(_sink.Threads, thread => Assert.DoesNotContain("encoder-", thread ?? "", StringComparison.Ordinal));
            Volatile.Write(ref isHeld, false);
            await Limit.Within(busy.StopAsync());
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
            // Else the viewer could be woken while it is still being offered the first frame, and would not wait for the second.
            rig.UntilOffered();
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
        ViewerConnection connection = TestConnection.Of(writesDirectly: true);
        using var viewer = new Viewer(connection, rig.Variants, settings, options, rig.Time);
        Task sending = Task.Run(() => viewer.SendAsync(_sink), TestContext.Current.CancellationToken);
        Limit.Until(() => rig.Camera.Viewers == 1);
        await test(viewer);
        viewer.Close(CloseReason.ServiceStopping);
        await Limit.Within(sending);
        await rig.AssertNothingIsLeftAsync();
    }

    private void UntilSent(int frames) => Limit.Until(() => _sink.Numbers.Length >= frames);

    /// <summary>Keeps the encoder busy: takes every frame at once, and waits for the next.</summary>
    private sealed class BusySubscription : IFrameConsumer, IDisposable
    {
        private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly VariantSubscription _subscription;
        private bool _isStopping;

        public BusySubscription(CameraRig rig)
        {
            _subscription = new VariantSubscription(rig.Variants, this, rig.Time);
            Assert.False(_subscription.TryTake(CameraRig.Plain, 30, null, out _));
        }

        public bool OnFrame(EncodedFrame frame)
        {
            if (Volatile.Read(ref _isStopping))
                _stopped.TrySetResult();
            else if (_subscription.TryTake(CameraRig.Plain, 30, frame, out EncodedFrame? taken))
                taken.Release();
            return !_stopped.Task.IsCompleted;
        }

        public Task StopAsync()
        {
            Volatile.Write(ref _isStopping, true);
            return _stopped.Task;
        }

        public void Dispose() => _subscription.Dispose();
    }

    private sealed class TestSink : IFrameSink
    {
        private readonly Lock _gate = new();
        private readonly List<(long Number, string? Thread)> _sent = [];
        private TaskCompletionSource? _begun;
        private TaskCompletionSource? _messages;

        public bool SendsInline { get; set; } = true;

        /// <summary>Called by the sender's loop, wherever it is awake.</summary>
        public Action? OnLoop { get; set; }

        public bool HasMessages
        {
            get
            {
                if (Thread.CurrentThread.IsThreadPoolThread)
                    OnLoop?.Invoke();
                return Volatile.Read(ref _messages) is not null;
            }
        }

        public long[] Numbers
        {
            get
            {
                lock (_gate)
                    return [.. _sent.Select(frame => frame.Number)];
            }
        }

        public string?[] Threads
        {
            get
            {
                lock (_gate)
                    return [.. _sent.Select(frame => frame.Thread)];
            }
        }

        public bool TrySend(EncodedFrame frame, bool asksReceipt)
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
