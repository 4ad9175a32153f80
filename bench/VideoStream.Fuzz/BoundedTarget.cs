namespace VideoStream.Fuzz;

/// <summary>A target that may not allocate more than in proportion to its input.</summary>
internal sealed class BoundedTarget(IFuzzTarget target) : IDisposable
{
    public void Run(byte[] input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        target.Run(input);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        long most = target.BytesOnce + ((long)target.BytesForEach * input.Length);
        FuzzException.Unless(allocated <= most, $"an input of {input.Length} bytes allocates {most} bytes at most, not {allocated}");
    }

    public void Dispose() => target.Dispose();
}
