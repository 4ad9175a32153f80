using VideoStream.Frames;
using VideoStream.Viewers;

namespace VideoStream.Tests.Support;

/// <summary>A sink that takes every frame at once, and allocates nothing.</summary>
internal sealed class CountingSink : IFrameSink
{
    /// <summary>How many frames it took.</summary>
    public int Frames { get; private set; }

    /// <summary>How many bytes they had.</summary>
    public long Bytes { get; private set; }

    /// <summary>The number of the last one.</summary>
    public long Last { get; private set; }

    public bool TrySend(EncodedFrame frame, bool asksReceipt)
    {
        (Frames, Bytes, Last) = (Frames + 1, Bytes + frame.Bytes.Length, frame.Stamp.Number);
        return true;
    }

    public ValueTask FinishAsync(EncodedFrame frame) => throw new NotSupportedException();
}
