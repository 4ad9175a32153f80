using VideoStream.Configuration;
using VideoStream.Tests.Support;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Viewers;

/// <summary>Which frames a viewer's sender gives to its sink, and on which thread.</summary>
public sealed class ViewerOfferTests
{
    private const int Frames = 200;

    private readonly OfferSink _sink = new();

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
}
