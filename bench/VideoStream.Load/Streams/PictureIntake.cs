using VideoStream.Load.Connections;
using VideoStream.Load.Measuring;

namespace VideoStream.Load.Streams;

/// <summary>Takes in one viewer's pictures: looks at the head of each, drops the rest, and counts it when its last byte is there.</summary>
/// <param name="statistics">Counts them.</param>
/// <param name="hold">What a slow viewer waits for in the middle of its first picture; completed for all others.</param>
internal sealed class PictureIntake(ViewerStatistics statistics, Task hold)
{
    private PictureHead _head;

    /// <summary>A picture begins at the window's start.</summary>
    public async ValueTask BeginAsync(ByteWindow window, long length)
    {
        await window.EnsureAsync((int)Math.Min(length, PictureHead.Bytes));
        _head = PictureHead.Read(window.Unread[..(int)Math.Min(length, window.Unread.Length)]);
        await hold;
    }

    /// <summary>Its last byte is there.</summary>
    /// <returns>What its comment says; null if it has none.</returns>
    public PictureStamp? Complete(long length)
    {
        statistics.Picture(_head, length);
        return _head.Stamp;
    }

    public void Text() => statistics.Text();
}
