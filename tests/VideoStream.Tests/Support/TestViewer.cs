using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>A subscription, and a test that waits for its frames.</summary>
internal sealed class TestViewer : IDisposable
{
    private readonly SemaphoreSlim _woken = new(0);
    private readonly OfferedFrames _offers;

    public TestViewer(VariantSet variants, Variant variant, double rate, TimeProvider time)
    {
        _offers = new OfferedFrames(() => _woken.Release());
        Subscription = new VariantSubscription(variants, _offers, time);
        (Variant, Rate) = (variant, rate);
    }

    public VariantSubscription Subscription { get; }

    public Variant Variant { get; set; }

    public double Rate { get; set; }

    /// <summary>The frame that there is now, which the caller releases; null if there is none.</summary>
    public EncodedFrame? TryTake()
    {
        return Subscription.TryTake(Variant, Rate, _offers.Take(), out EncodedFrame? frame) ? frame : null;
    }

    /// <summary>Waits for the next frame, which the caller releases.</summary>
    public async Task<EncodedFrame> NextAsync()
    {
        Deadline deadline = Limit.Deadline();
        while (true)
        {
            deadline.Check();
            if (TryTake() is { } frame)
                return frame;
            if (!await _woken.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken))
                throw new TimeoutException("no frame came");
        }
    }

    /// <summary>Waits for the next frame, and releases it.</summary>
    /// <returns>The frame's number.</returns>
    public async Task<long> NextNumberAsync()
    {
        EncodedFrame frame = await NextAsync();
        frame.Release();
        return frame.Stamp.Number;
    }

    public void Dispose() => Subscription.Dispose();
}
