namespace VideoStream.Fuzz;

/// <summary>A target that may not allocate more than in proportion to its input.</summary>
internal sealed class BoundedTarget(IFuzzTarget target) : IDisposable
{
    /// <summary>What is allocated once: tables, buffers of the pool.</summary>
    private const int Once = 4 * 1024 * 1024;

    public void Run(byte[] input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        target.Run(input);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        long most = Once + ((long)target.BytesForEach * input.Length);
        FuzzException.Unless(allocated <= most, $"an input of {input.Length} bytes allocates {most} bytes at most, not {allocated}");
    }

    public void Dispose() => target.Dispose();
}
