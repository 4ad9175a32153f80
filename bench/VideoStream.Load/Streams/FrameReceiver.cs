using VideoStream.Load.Connections;
using VideoStream.Load.Measuring;

namespace VideoStream.Load.Streams;

/// <summary>Receives one viewer's frames: parses the head of each, drops the rest, and counts the frame at its last byte.</summary>
/// <param name="statistics">Counters of the viewer.</param>
/// <param name="work">The time for which the viewer works on each frame.</param>
/// <param name="hold">A slow viewer waits for this within its first frame; completed for all others.</param>
internal sealed class FrameReceiver(ViewerStatistics statistics, TimeSpan work, Task hold)
{
    private FrameHead _head;

    /// <summary>Begins a frame at the start of the window.</summary>
    public async ValueTask BeginAsync(ByteWindow window, long length)
    {
        await window.EnsureAsync((int)Math.Min(length, FrameHead.Bytes));
        ReadOnlySpan<byte> first = window.Unread[..(int)Math.Min(length, window.Unread.Length)];
        _head = AccessUnitHead.IsOne(first) ? AccessUnitHead.Read(first, _head) : FrameHead.Read(first);
        await hold;
    }

    /// <summary>Counts the frame: its last byte has arrived.</summary>
    /// <returns>Its stamp; null if it has none.</returns>
    public FrameStamp? Complete(long length)
    {
        statistics.AddFrame(_head, length);
        return _head.Stamp;
    }

    /// <summary>Works on the frame.</summary>
    public ValueTask WorkAsync() => work > TimeSpan.Zero ? new ValueTask(Task.Delay(work)) : ValueTask.CompletedTask;

    public void AddText() => statistics.AddText();
}
