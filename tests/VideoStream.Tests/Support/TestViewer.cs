using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>A viewer: a feed, and somebody who waits for its frames.</summary>
internal sealed class TestViewer : IDisposable
{
    private readonly SemaphoreSlim _woken = new(0);

    public TestViewer(VariantSet variants, Variant variant, double rate, TimeProvider time)
    {
        Feed = new VariantSubscription(variants, () => _woken.Release(), time);
        (Variant, Rate) = (variant, rate);
    }

    public VariantSubscription Feed { get; }

    public Variant Variant { get; set; }

    public double Rate { get; set; }

    /// <summary>The frame that is to be had now, which the caller releases; null if there is none.</summary>
    public EncodedFrame? TryTake()
    {
        return Feed.TryTake(Variant, Rate, out EncodedFrame? frame) ? frame : null;
    }

    /// <summary>Waits for the next frame, which the caller releases.</summary>
    public async Task<EncodedFrame> NextAsync()
    {
        while (true)
        {
            if (TryTake() is { } frame)
                return frame;
            if (!await _woken.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken))
                throw new TimeoutException("no picture came");
        }
    }

    /// <summary>Waits for the next frame and looks at its number only.</summary>
    public async Task<long> NextNumberAsync()
    {
        EncodedFrame frame = await NextAsync();
        frame.Release();
        return frame.Stamp.Number;
    }

    public void Dispose() => Feed.Dispose();
}
