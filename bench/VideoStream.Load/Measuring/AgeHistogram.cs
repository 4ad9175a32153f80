using System.Numerics;

namespace VideoStream.Load.Measuring;

/// <summary>
/// Ages of any number of frames in fixed memory. There are 64 buckets for each doubling of the age, so a percentile is accurate to 1 %.
/// Thread-safe.
/// </summary>
internal sealed class AgeHistogram
{
    private const int Steps = 64, StepBits = 6;
    private const long MaxUs = 1L << 40;

    private readonly long[] _counts = new long[IndexOf(MaxUs) + 1];
    private long _maxUs;

    public bool IsEmpty => _maxUs == 0;

    public double MaxMs => Volatile.Read(ref _maxUs) / 1000.0;

    /// <summary>Adds one age. A negative age, from clocks that differ, counts as 1 µs.</summary>
    public void Add(long microseconds)
    {
        long age = Math.Clamp(microseconds, 1, MaxUs);
        Interlocked.Increment(ref _counts[IndexOf(age)]);
        long max = Volatile.Read(ref _maxUs);
        while (age > max && Interlocked.CompareExchange(ref _maxUs, age, max) is var seen && seen != max)
            max = seen;
    }

    /// <summary>The age in milliseconds that the given share of all frames does not exceed.</summary>
    public double PercentileMs(double share)
    {
        long wanted = (long)Math.Ceiling(_counts.Sum() * share);
        int index = 0;
        for (long sum = _counts[0]; sum < wanted; index++)
            sum += _counts[index + 1];
        return Math.Min(MiddleOf(index) / 1000, MaxMs);
    }

    private static int IndexOf(long age)
    {
        int shift = Math.Max(0, BitOperations.Log2((ulong)age) - StepBits);
        return (shift * Steps) + (int)(age >> shift);
    }

    private static double MiddleOf(int index)
    {
        int shift = Math.Max(0, (index / Steps) - 1);
        long low = (long)(index - (shift * Steps)) << shift;
        return low + ((1L << shift) / 2.0);
    }
}
