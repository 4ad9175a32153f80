using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Tests.Support;

/// <summary>A consumer that takes the first frames right when it is offered them, and is busy then.</summary>
/// <param name="variant">What it watches.</param>
/// <param name="atOnce">How many it takes before it is busy.</param>
internal sealed class EagerConsumer(Variant variant, int atOnce) : IFrameConsumer
{
    private const double Rate = 30;

    public List<long> Taken { get; } = [];

    public VariantSubscription? Subscription { get; set; }

    public bool OnFrame(EncodedFrame frame) => Taken.Count < atOnce && TryTake(frame) && Taken.Count < atOnce;

    public bool TryTake(EncodedFrame? offered)
    {
        if (!Subscription!.TryTake(variant, Rate, offered, out EncodedFrame? frame))
            return false;
        Taken.Add(frame.Stamp.Number);
        frame.Release();
        return true;
    }
}
