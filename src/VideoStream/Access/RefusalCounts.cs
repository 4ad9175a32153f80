namespace VideoStream.Access;

/// <summary>Counts the clients that were refused since the start, by cause. For any thread.</summary>
internal sealed class RefusalCounts
{
    private readonly long[] _counts = new long[Enum.GetValues<RefusalCause>().Length];

    /// <summary>How many were refused for a cause.</summary>
    public long this[RefusalCause cause] => Interlocked.Read(ref _counts[(int)cause]);

    public void Add(RefusalCause cause) => Interlocked.Increment(ref _counts[(int)cause]);
}
