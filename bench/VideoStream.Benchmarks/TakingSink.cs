using VideoStream.Frames;
using VideoStream.Viewers;

namespace VideoStream.Benchmarks;

/// <summary>A sink that takes every frame at once, and keeps nothing.</summary>
internal sealed class TakingSink(Action onSent) : IFrameSink
{
    public bool TrySend(EncodedFrame frame, bool asksReceipt)
    {
        onSent();
        return true;
    }

    public ValueTask FinishAsync(EncodedFrame frame) => throw new InvalidOperationException("nothing is left to send");
}
