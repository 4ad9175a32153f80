using System.Collections.Concurrent;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding;

/// <summary>What a consumer is offered, and when it need not ask for the next frame.</summary>
public sealed class FrameOfferTests : IAsyncDisposable
{
    private static readonly Variant Coarse = CameraRig.Plain with { Encoding = VariantEncoding.Jpeg(20) };

    private readonly CameraRig _rig = new();
    private readonly ConcurrentQueue<EncodedFrame> _taken = new();
    private readonly TestConsumer _consumer;
    private readonly VariantSubscription _subscription;
    private Func<EncodedFrame, bool> _answer;
    private Variant _variant = CameraRig.Plain;
    private double _rate = 30;

    public FrameOfferTests()
    {
        _answer = TakeAndWait;
        _consumer = new TestConsumer { Answer = frame => _answer(frame) };
        _subscription = new VariantSubscription(_rig.Variants, _consumer, _rig.Time);
    }

    public async ValueTask DisposeAsync()
    {
        _subscription.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task A_consumer_takes_the_frame_that_it_is_offered_and_need_not_ask_for_the_next()
    {
        var offered = new List<EncodedFrame>();
        string? thread = null;
        _answer = frame =>
        {
            offered.Add(frame);
            thread = Thread.CurrentThread.Name;
            return TakeAndWait(frame);
        };
        Ask();
        for (int number = 1; number <= 5; number++)
        {
            _rig.PublishAndDispatch();
            UntilTaken(number);
        }

        Assert.Equal(offered, _taken);
        Assert.Equal([1, 2, 3, 4, 5], _taken.Select(frame => frame.Stamp.Number));
        Assert.StartsWith("encoder-", thread, StringComparison.Ordinal);
        _subscription.Dispose();
        await _rig.AssertNothingIsLeftAsync();
        Assert.Equal(5, _rig.Variants.Statistics.Encodes);
    }

    [Fact]
    public async Task A_consumer_takes_the_frame_that_it_is_offered_although_the_camera_has_a_newer_one()
    {
        await using var rig = new CameraRig(isOvertaken: true);
        TestViewer viewer = rig.Watch();
        Assert.Null(viewer.TryTake());
        rig.Publish();
        for (int number = 1; number <= 20; number++)
            Assert.Equal(number, await viewer.NextNumberAsync());
        viewer.Dispose();
    }

    [Fact]
    public void A_consumer_that_is_not_ready_is_offered_nothing_more_until_it_asks()
    {
        _answer = _ => false;
        Ask();
        PublishEncoded(1);
        for (int i = 0; i < 5; i++)
            _rig.PublishAndDispatch();
        Assert.Equal((1, 1L), (_consumer.Offers, _rig.Variants.Statistics.Encodes));

        Ask();
        Limit.Until(() => _consumer.Offers == 2);
        Assert.Equal(2, _rig.FinishEncodes());
    }

    [Fact]
    public void A_slower_consumer_waits_on_for_the_frame_that_it_wants()
    {
        _rate = 10;
        Ask();
        int wanted = 0;
        for (int number = 1; number <= 30; number++)
        {
            // Jitter may bring the second one early.
            wanted += number == 1 || number % 3 == 2 ? 1 : 0;
            _rig.PublishAndDispatch();
            UntilTaken(wanted);
        }

        Assert.Equal(wanted, _rig.FinishEncodes());
        Assert.Equal((wanted, wanted), (_taken.Count, _consumer.Offers));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_consumer_that_leaves_during_an_offer_is_offered_nothing_more(bool pauses)
    {
        using TestViewer other = _rig.Watch();
        _answer = frame =>
        {
            if (pauses)
                _subscription.Pause();
            else
                _subscription.Decline();
            return true;
        };
        Ask();
        for (int number = 1; number <= 5; number++)
        {
            Assert.Null(other.TryTake());
            _rig.PublishAndDispatch();
            Assert.Equal(number, await other.NextNumberAsync());
        }

        _rig.PublishAndDispatch();
        Assert.Equal(5, _rig.FinishEncodes());
        Assert.Equal(1, _consumer.Offers);
    }

    [Fact]
    public async Task A_consumer_that_changes_its_variant_during_an_offer_is_offered_frames_of_the_new_one_only()
    {
        using TestViewer other = _rig.Watch();
        _answer = frame =>
        {
            (_answer, _variant) = (TakeAndWait, Coarse);
            return TakeAndWait(frame);
        };
        Ask();
        Assert.Null(other.TryTake());
        _rig.PublishAndDispatch();
        Assert.Equal(1, await other.NextNumberAsync());
        UntilTaken(1);
        for (int number = 2; number <= 5; number++)
        {
            Assert.Null(other.TryTake());
            _rig.PublishAndDispatch();
            Assert.Equal(number, await other.NextNumberAsync());
            UntilTaken(number);
        }

        Assert.All(_taken, frame => Assert.Equal(20, frame.Quality));
        Assert.Equal([1, 2, 3, 4, 5], _taken.Select(frame => frame.Stamp.Number));
    }

    [Fact]
    public void A_consumer_that_asks_during_an_offer_is_offered_the_next_frame_once()
    {
        _answer = frame =>
        {
            TakeAndWait(frame);
            Ask();
            return true;
        };
        Ask();
        for (int number = 1; number <= 5; number++)
            PublishEncoded(number);
        Assert.Equal(5, _rig.FinishEncodes());
        Assert.Equal(5, _consumer.Offers);
    }

    private bool TakeAndWait(EncodedFrame frame)
    {
        if (_subscription.TryTake(_variant, _rate, frame, out EncodedFrame? taken))
        {
            taken.Release();
            _taken.Enqueue(taken);
        }

        return true;
    }

    private void Ask() => Assert.False(_subscription.TryTake(_variant, _rate, null, out _));

    private void PublishEncoded(int number)
    {
        _rig.PublishAndDispatch();
        Limit.Until(() => _consumer.Offers == number && _rig.Variants.Statistics.Encodes == number);
    }

    private void UntilTaken(int count) => Limit.Until(() => _taken.Count >= count);
}
