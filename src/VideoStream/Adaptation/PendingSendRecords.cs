using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace VideoStream.Adaptation;

/// <summary>
/// Sent frames that the estimators have not recorded yet. Stored in place: with thousands of viewers, each pointer that is followed for a
/// frame is a cache miss.
/// </summary>
internal struct PendingSendRecords
{
    private Buffer _frames;
    private int _count;

    [UnscopedRef]
    public readonly ReadOnlySpan<SentFrame> Frames => ((ReadOnlySpan<SentFrame>)_frames)[.._count];

    /// <summary>Adds a frame. There is room for <see cref="TcpInfoSampler.MaxFrames"/>.</summary>
    public void Add(SentFrame frame) => _frames[_count++] = frame;

    public void Clear() => _count = 0;

    [InlineArray(TcpInfoSampler.MaxFrames)]
    private struct Buffer
    {
        private SentFrame _first;
    }
}
