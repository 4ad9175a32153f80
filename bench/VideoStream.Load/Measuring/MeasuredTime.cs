using System.Diagnostics;

namespace VideoStream.Load.Measuring;

/// <summary>The measured time: from the end of the warm-up until the viewers disconnect. In ticks of <see cref="Stopwatch"/>.</summary>
internal sealed class MeasuredTime
{
    private long _start = long.MaxValue;
    private long _end = long.MaxValue;

    public long Start => Volatile.Read(ref _start);

    public long End => Volatile.Read(ref _end);

    public double Seconds => Stopwatch.GetElapsedTime(Start, End).TotalSeconds;

    public void Begin() => Volatile.Write(ref _start, Stopwatch.GetTimestamp());

    public void Finish() => Volatile.Write(ref _end, Stopwatch.GetTimestamp());

    public bool Contains(long timestamp) => timestamp >= Start && timestamp < End;
}
