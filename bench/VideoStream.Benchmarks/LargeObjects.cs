using System.Diagnostics.Tracing;

namespace VideoStream.Benchmarks;

/// <summary>
/// Counts allocations of large objects, which only a full collection frees. The runtime samples an allocation every 100 kB, and so reports
/// each large object.
/// </summary>
internal sealed class LargeObjects : EventListener
{
    private const EventKeywords Collector = (EventKeywords)0x1;
    private const int AllocationTick = 10;
    private const uint Large = 1;

    private int _count;

    public int Count => Volatile.Read(ref _count);

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
            EnableEvents(eventSource, EventLevel.Verbose, Collector);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventId == AllocationTick && eventData.Payload?[1] is Large)
            Interlocked.Increment(ref _count);
    }
}
