using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Benchmarks;

/// <summary>Takes each frame of a variant as soon as it is encoded, and keeps nothing.</summary>
internal sealed class TakingConsumer : IFrameConsumer, IDisposable
{
    // More than any camera here has.
    private const double Rate = 240;

    private readonly Variant _variant;
    private readonly VariantSubscription _subscription;

    public TakingConsumer(VariantSet variants, Variant variant, TimeProvider time)
    {
        (_variant, _subscription) = (variant, new VariantSubscription(variants, this, time));
        Take(null);
    }

    /// <summary>How many frames it has taken.</summary>
    public long Taken { get; private set; }

    public bool OnFrame(EncodedFrame frame)
    {
        Take(frame);
        return true;
    }

    public void Dispose() => _subscription.Dispose();

    private void Take(EncodedFrame? offered)
    {
        if (!_subscription.TryTake(_variant, Rate, offered, out EncodedFrame? frame))
            return;
        frame.Release();
        Taken++;
    }
}
